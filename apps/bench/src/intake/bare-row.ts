/** No key and no index: nothing but the rows. */
export const CREATE_BARE_ROW = `CREATE TABLE bare_row (
  unit_kind text NOT NULL, unit_id text NOT NULL, question_id text NOT NULL, code text NOT NULL, time_point text NOT NULL,
  answered_at timestamptz NOT NULL)`;
