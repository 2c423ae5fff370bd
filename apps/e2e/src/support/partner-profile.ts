/** What somebody says of a partner to register it. */
export const PARTNER_PROFILE = {
  kind: 'organisation',
  standing: 'fellow',
  name: 'Conversations Kerala',
  country: 'IN',
  languages: ['ml'],
  topics: [],
  independence: { interests: [] },
};
