/** Slack's date tokens, `<!date^1700000000^{date_short} at {time}|fallback>`, as a viewer reads them. */

export function showDate(seconds: number, format: string, timeZone: string, now: number): string {
  const at = new Date(seconds * 1000);
  const show = (o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { timeZone, ...o }).format(at);
  const day = (d: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(d);
  const near = nearDay(day(at), day, now);
  const date = show({ month: 'long', day: 'numeric', year: 'numeric' });
  const short = show({ month: 'short', day: 'numeric', year: 'numeric' });
  const long = show({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  const parts: Record<string, string> = {
    date_num: day(at),
    date,
    date_slash: show({ month: '2-digit', day: '2-digit', year: 'numeric' }),
    date_short: short,
    date_long: long,
    date_long_full: long,
    date_pretty: near ?? date,
    date_short_pretty: near ?? short,
    date_long_pretty: near ?? long,
    time: show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    time_secs: show({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    ago: ago(now - at.getTime()),
    day_divider_pretty: near ?? long,
  };
  return format.replace(/\{(\w+)\}/g, (raw, name: string) => parts[name] ?? raw);
}

function nearDay(day: string, dayOf: (d: Date) => string, now: number): string | undefined {
  const dayMs = 86_400_000;
  if (day === dayOf(new Date(now))) return 'today';
  if (day === dayOf(new Date(now - dayMs))) return 'yesterday';
  return day === dayOf(new Date(now + dayMs)) ? 'tomorrow' : undefined;
}

function ago(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const amount =
    minutes < 60
      ? `${minutes} min`
      : minutes < 1440
        ? `${Math.round(minutes / 60)} h`
        : `${Math.round(minutes / 1440)} d`;
  if (minutes === 0) return 'now';
  return ms >= 0 ? `${amount} ago` : `in ${amount}`;
}
