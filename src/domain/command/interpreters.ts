/** What the operator's lists must not hold with an argument left open. */

/** Programs that run whatever they are given: an allow-list with one of them in it allows everything. */
export const INTERPRETERS =
  /\/(?:ba|da|z|k|c|tc|fi)?sh$|\/(?:env|sudo|su|doas|xargs|nohup|setsid|time|nice|python[\d.]*|perl|ruby|node|php|lua|awk|gawk|sed|find|ssh|eval|busybox|socat|nc|ncat)$/;
