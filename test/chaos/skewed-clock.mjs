// A machine whose wall clock is wrong: preloaded into a process, it moves Date by CHAOS_SKEW milliseconds. Nothing may notice.
const skew = Number(process.env.CHAOS_SKEW ?? 0);
const Right = Date;
const now = () => Right.now() + skew;
globalThis.Date = class Wrong extends Right {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }
  static now() {
    return now();
  }
};
