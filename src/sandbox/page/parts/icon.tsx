/** The page's icons: strokes on a 16 by 16 grid, coloured by the text around them. They never carry meaning alone. */

const PATHS = {
  play: 'M5 3.2v9.6L12.6 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  forward: 'M3 4v8l5-4zM8.5 4v8l5-4z',
  clock: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.6V8l2.3 1.6',
  phone: 'M5 1.8h6a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1M7 12h2',
  bell: 'M3.2 11.6h9.6c-1-.9-1.3-1.9-1.3-4.3a3.5 3.5 0 0 0-7 0c0 2.4-.3 3.4-1.3 4.3M6.7 13.6a1.5 1.5 0 0 0 2.6 0M8 3.8V2.2',
  check: 'M3 8.6l3.2 3.2L13 4.8',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  arrowRight: 'M2.8 8h10.4M9.4 4.2L13.2 8l-3.8 3.8',
  arrowLeft: 'M13.2 8H2.8M6.6 4.2L2.8 8l3.8 3.8',
  hash: 'M6.4 2.5l-1.3 11M10.9 2.5l-1.3 11M2.9 5.8h10.4M2.7 10.2h10.4',
  lock: 'M4.2 7.2h7.6v6H4.2zM5.8 7V5a2.2 2.2 0 0 1 4.4 0v2',
  search: 'M7 2.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8M10.3 10.3l3.2 3.2',
  copy: 'M6 5.6h7v8H6zM10 5.4V2.6H3v8h2.8',
  reload: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.4v3h-3',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M12.7 3.3l-1 1M4.3 11.7l-1 1',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6',
  book: 'M8 4.2C6.8 3.2 5 2.8 2.5 2.8v9c2.5 0 4.3.4 5.5 1.4M8 4.2c1.2-1 3-1.4 5.5-1.4v9c-2.5 0-4.3.4-5.5 1.4M8 4.2v9',
  globe:
    'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M1.9 8h12.2M8 1.8c-4 3.8-4 8.6 0 12.4M8 1.8c4 3.8 4 8.6 0 12.4',
  bolt: 'M9 1.8L3.6 9.2h3.6L6.6 14.2 12.4 6.8H8.6z',
  pulse: 'M1.5 8.2h3l1.7-4.7 3.2 9 1.8-4.3h3.3',
  pointer: 'M3.2 2.8l9.6 4.5-4.1 1.3-1.4 4.2z',
  warning: 'M8 2.2l6.3 11.2H1.7zM8 6.4v3.4M8 11.6v.1',
  info: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 7.2v3.8M8 4.9V5',
  flag: 'M4 14V2.6M4 3.2h8.2L10.4 6l1.8 2.8H4',
  server: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1',
  record:
    'M8 2.2c3 0 5 .8 5 1.9S11 6 8 6 3 5.2 3 4.1s2-1.9 5-1.9M3 4.1v7.8c0 1.1 2 1.9 5 1.9s5-.8 5-1.9V4.1M3 8c0 1.1 2 1.9 5 1.9S13 9.1 13 8',
  user: 'M8 2.4a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M2.8 13.6c.5-2.8 2.5-4.2 5.2-4.2s4.7 1.4 5.2 4.2',
  users:
    'M6 3a2.4 2.4 0 1 1 0 4.8A2.4 2.4 0 0 1 6 3M1.5 13c.4-2.5 2.1-3.8 4.5-3.8s4.1 1.3 4.5 3.8M10.6 3.2a2.3 2.3 0 0 1 0 4.4M12 9.5c1.4.5 2.3 1.7 2.6 3.5',
  message: 'M2.5 3h11v8H7.2l-3 2.6V11H2.5z',
  send: 'M2.6 2.8L14 8 2.6 13.2 4.2 8zM4.2 8h4.6',
  smile: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M5.4 9.4c1.2 2 4 2 5.2 0M6 6.2v.1M10 6.2v.1',
  pin: 'M6 2.4h4l-.6 4.2 2.4 2.4H4.2l2.4-2.4zM8 9v5',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  menu: 'M2.5 4.2h11M2.5 8h11M2.5 11.8h11',
  external: 'M9 2.8h4.2V7M13 3L7.4 8.6M11.2 9.4v3.8H2.8V4.8h3.8',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) => (
  <svg class="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
