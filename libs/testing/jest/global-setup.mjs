import './typescript-sources.mjs';

export default async function setUp() {
  const { startTestEngines } = await import('../src/global-setup.ts');
  await startTestEngines();
}
