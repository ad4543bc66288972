/** What a colour may say beside the words. */
export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'accent';
