import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** The pool under the data source, for hot paths and for NOTIFY. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
