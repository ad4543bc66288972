/** A moment as people read it where Slack cannot show it in their own time: to the minute, and whose time it is. */
export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
