/** What other capabilities know of approvals. */
export type { Approval, OnExpire, Risk, Yes } from './approval.ts';
export { ON_EXPIRE, RISKS } from './approval.ts';
export type { BreakGlass, BrokenGlass } from './break-glass.ts';
export { type Calendar, DAYS, type Day, isOffHours } from './calendar.ts';
export { type ChangePolicy, type GateFacts, gateFor, type Raise, usualGate } from './gate.ts';
export { looserThan } from './looser.ts';
export { isReached, missing, stillWanted } from './quorum.ts';
export { RADIUS_FACTS, type Radius } from './radius.ts';
export { ownGate, wholeGate, writtenGate } from './written.ts';
