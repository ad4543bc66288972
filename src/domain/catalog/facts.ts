/** What the organisation's files may ask about an incident: the names an expression is checked against. */

/** In an escalation policy's `if` and `immediately`, as `incident.…`. */
export const POLICY_FACTS = ['severity', 'rank', 'status', 'service', 'title', 'acknowledged', 'minutes'] as const;

/** In templates. */
export const TEMPLATE_FACTS = {
  incident: [
    'id',
    'title',
    'service',
    'severity',
    'status',
    'affected',
    'customers',
    'started',
    'eta',
    'updated',
    'latest',
    'next',
    'commander',
    'outage',
  ],
  links: ['statusPage', 'warRoom', 'channel'],
} as const;
