/** What somebody says of a partner to register it. */
export const PROFILE = {
  kind: 'organisation',
  standing: 'fellow',
  name: 'Conversations Kerala',
  country: 'IN',
  languages: ['ml', 'en'],
  topics: ['climate'],
  independence: { interests: [] },
};
