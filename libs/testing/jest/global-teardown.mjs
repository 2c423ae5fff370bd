export default async function tearDown() {
  const { stopTestEngines } = await import('../src/global-setup.ts');
  await stopTestEngines();
}
