/** In which role somebody acts; a token names one or several. */
export const ROLES = [
  'network-coordinator',
  'methodology-steward',
  'reviewer',
  'fellow',
  'rapporteur',
  'analyst',
  'service',
  'operator',
] as const;
export type Role = (typeof ROLES)[number];

/** Who speaks for a partner: the token must name it. */
export const PARTNER_ROLES: readonly Role[] = ['fellow', 'reviewer'];

/** Who may call a route: whoever acts in one of these roles, or anybody, with a token or without. */
export type Callers = readonly [Role, ...Role[]] | 'public';

/** For what everybody in the network may read, and nobody else. */
export const ANY_ROLE: Callers = ROLES;

export function isRole(value: unknown): value is Role {
  return ROLES.includes(value as Role);
}
