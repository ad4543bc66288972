/** What people are asked in the course of a run, and what they said. */

/** What a person is asked to do or to say; every answer is a button on the run's card. */
export interface Question {
  readonly text: string;
  /** Who is expected to: `role:manager`, `person:ada`, `oncall:architect`. Whoever may run runbooks can answer. */
  readonly assignee?: string;
  /** A list that is answered item by item. */
  readonly items?: readonly string[];
  readonly answers: readonly QuestionAnswer[];
}

export interface QuestionAnswer {
  /** Stable: `done`. */
  readonly id: string;
  readonly label: string;
  /** What the step comes to. */
  readonly means: 'done' | 'skipped' | 'failed';
  /** What is to be written along with it. */
  readonly wants?: { readonly label: string; readonly required: boolean; readonly pattern?: string };
}

export interface Answered {
  /** Id of the answer. */
  readonly answer: string;
  readonly by: string;
  readonly at: number;
  readonly text?: string;
}
