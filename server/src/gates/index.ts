export { approvalsGate, isCurrent } from './approvals-gate.ts';
export type { Approval } from './approvals-gate.ts';
export { isOpen } from './gate.ts';
export type { Gate } from './gate.ts';
export { gateMessages } from './gate-messages.ts';
export { gateSchema } from './gate-schema.ts';
export type { GateView } from './gate-schema.ts';
export { orderGate } from './order-gate.ts';
export { withdrawnGate } from './withdrawn-gate.ts';
