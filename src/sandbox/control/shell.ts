/** The page itself: an empty house that main.js fills. */

export const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Tocsin sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Rehearse an incident: a simulated Slack, PagerDuty and Kubernetes with the real bot in it.">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/main.css">
<script type="module" src="/main.js"></script>
</head>
<body>
<div id="app"></div>
<noscript>The sandbox is a live page and needs JavaScript. Programs use its HTTP API instead: GET /api describes it.</noscript>
</body>
</html>
`;

/** A bell. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#2f1b46"/>
<path d="M16 6a2 2 0 0 1 2 2v.6a6.5 6.5 0 0 1 4.5 6.2v4.4l2 2.8H7.5l2-2.8v-4.4A6.5 6.5 0 0 1 14 8.6V8a2 2 0 0 1 2-2z" fill="#ffd97d"/>
<path d="M13 23.5h6a3 3 0 0 1-6 0z" fill="#ffd97d"/>
</svg>
`;
