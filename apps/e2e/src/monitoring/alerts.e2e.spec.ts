import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isCi, promtool } from '../config.js';
import { readDeployment } from '../deployment/compose.js';
import { ALERT_TESTS_FILE, ALERTS_FILE, ROOT } from './sources.js';

const tool = promtool();

if (tool === undefined && !isCi())
  describe('The alerts', () => {
    it('are NOT TESTED: promtool is not here (CONTRIBUTING.md says how to bring it)', () => {
      console.warn('k8s/components/monitoring/alerts.yaml was not tested: promtool is not here');
      expect(isCi()).toBe(false);
    });
  });
else
  describe('The alerts', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'polyphony-alerts-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const run = (...args: string[]): string => {
      if (tool === undefined)
        throw new Error('promtool is not here, and CI may not do without: node scripts/promtool.mjs');
      const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
      return status === 0 ? 'SUCCESS' : `${stdout}${stderr}`;
    };
    /** The verdict of promtool when this stands in the alerts instead. */
    const withPlanted = (what: string, instead: string): string => {
      const text = readFileSync(ALERTS_FILE, 'utf8');
      if (!text.includes(what)) throw new Error(`Nothing to plant at "${what}"`);
      writeFileSync(join(folder, basename(ALERTS_FILE)), text.replace(what, instead));
      copyFileSync(ALERT_TESTS_FILE, join(folder, basename(ALERT_TESTS_FILE)));
      return run('test', 'rules', join(folder, basename(ALERT_TESTS_FILE)));
    };

    it('are rules that Prometheus takes', () => {
      expect(run('check', 'rules', ALERTS_FILE)).toBe('SUCCESS');
    });

    it('are read by the Prometheus of docker compose, whose configuration it takes', () => {
      const { configs } = readDeployment(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), '');
      writeFileSync(join(folder, 'prometheus.yml'), configs['prometheus']!.content);
      copyFileSync(ALERTS_FILE, join(folder, basename(ALERTS_FILE)));
      expect(run('check', 'config', join(folder, 'prometheus.yml'))).toBe('SUCCESS');
    });

    it('fire when they should, and for nobody else', () => {
      expect(run('test', 'rules', ALERT_TESTS_FILE)).toBe('SUCCESS');
    });

    it.each([
      ['a threshold', 'polyphony_outbox_oldest_seconds) > 60', 'polyphony_outbox_oldest_seconds) > 6000'],
      ['a wait', 'for: 10m', 'for: 10h'],
      ['a label that is not kept', 'min by (service) (polyphony_kafka_up)', 'min(polyphony_kafka_up)'],
      ['a summary', 'waits for connections without a pause', 'waits'],
    ])('are noticed with %s changed', (_, what, instead) => {
      expect(withPlanted(what, instead)).toContain('FAILED');
    });
  });
