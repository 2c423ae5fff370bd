import { definitionsFolder } from '../config.js';
import { CustomResources } from './custom-resources.js';
import { isBuiltIn, kubernetesProblems } from './kubernetes-fields.js';
import { Manifests, parseManifests, type Manifest } from './manifests.js';
import { OVERLAYS } from './overlays.js';

const folder = definitionsFolder();

describe.each(OVERLAYS)('The resources of the %s overlay', (overlay) => {
  const { all } = Manifests.of(overlay);
  const problems = kubernetesProblems(all);

  it('have no field that Kubernetes does not know', () => {
    expect(problems.unknown).toEqual([]);
  });

  it('have every required field, and each of its type', () => {
    expect(problems.wrong).toEqual([]);
  });

  if (folder) {
    const operators = CustomResources.in(folder);
    it('fit the schemas of the operators', () => {
      const custom = all.filter((manifest) => !isBuiltIn(manifest));
      expect(custom.length).toBeGreaterThan(0);
      expect(custom.flatMap((manifest) => operators.problemsWith(manifest))).toEqual([]);
    });
  } else {
    it('are NOT CHECKED as far as operators define them: POLYPHONY_CRDS names no folder with their schemas', () => {
      console.warn(`k8s/overlays/${overlay}: custom resources were not checked, POLYPHONY_CRDS is not set`);
      expect(all.some((manifest) => !isBuiltIn(manifest))).toBe(true);
    });
  }
});

describe('Planted in a Deployment,', () => {
  const planted = (change: (spec: Record<string, unknown>, container: Record<string, unknown>) => void) => {
    const deployment = structuredClone(Manifests.of('prod').one<Manifest>('Deployment', 'methodology-http'));
    const spec = deployment['spec'] as { template: { spec: { containers: Record<string, unknown>[] } } };
    change(spec, spec.template.spec.containers[0]!);
    return kubernetesProblems([deployment]);
  };

  it('an unknown field is found, however deep', () => {
    const { unknown, wrong } = planted((_, container) => {
      container['readinessProb'] = container['readinessProbe'];
    });
    expect(unknown).toEqual([expect.stringMatching(/^Deployment\/methodology-http at "readinessProb"/)]);
    expect(wrong).toEqual([]);
  });

  it('a wrong type is found', () => {
    const { wrong } = planted((spec) => (spec['replicas'] = '2'));
    expect(wrong).toEqual([expect.stringContaining("Type 'string' is not assignable to type 'number'")]);
  });

  it('a missing field is found', () => {
    const { wrong } = planted((_, container) => delete container['name']);
    expect(wrong).toEqual([expect.stringContaining("Property 'name' is missing")]);
  });

  it('a kind that does not exist is found', () => {
    const unknownKind = { apiVersion: 'apps/v1', kind: 'Deploymnet', metadata: { name: 'x' } };
    expect(kubernetesProblems([unknownKind]).wrong).toHaveLength(1);
  });
});

describe('Planted in a custom resource,', () => {
  const operators = new CustomResources(
    parseManifests(`
kind: CustomResourceDefinition
spec:
  group: example.org
  names: { kind: Topic }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [partitions]
              properties:
                partitions: { type: integer }
                size: { x-kubernetes-int-or-string: true }
                config: { type: object, x-kubernetes-preserve-unknown-fields: true }
`),
  );
  const problemsWith = (spec: object, kind = 'Topic') =>
    operators.problemsWith({ apiVersion: 'example.org/v1', kind, metadata: { name: 'x' }, spec });

  it.each([
    ['an unknown field', { partitions: 12, replica: 3 }, 'must NOT have additional properties replica'],
    ['a wrong type', { partitions: '12' }, 'must be integer integer'],
    ['a missing field', {}, "must have required property 'partitions' partitions"],
  ])('%s is found', (_, spec, complaint) => {
    expect(problemsWith(spec)).toEqual([
      `Topic/x/spec: ${complaint}`.replace('spec: must be', 'spec/partitions: must be'),
    ]);
  });

  it('a kind without a schema is found', () => {
    expect(problemsWith({}, 'Topci')).toEqual(['Topci/x: no schema of example.org/v1']);
  });

  it('what the schema leaves open is no problem', () => {
    expect(problemsWith({ partitions: 12, size: '1Gi', config: { 'retention.ms': -1 } })).toEqual([]);
  });
});
