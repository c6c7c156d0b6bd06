import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * A thread that answers in the order in which it is asked.
 *
 * What runs in it is JavaScript: Node 20 starts a thread from nothing else, and tests start it from
 * where its source is.
 */
export class Thread<Question, Answer> {
  readonly #worker: Worker;
  #waiting: Waiting<Answer>[] = [];

  /**
   * @param script answers each message with one
   * @param what it does, for messages: «that compresses»
   */
  constructor(script: URL, what: string, resourceLimits?: ResourceLimits) {
    this.#worker = new Worker(script, { execArgv: [], ...(resourceLimits && { resourceLimits }) });
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => {
      this.#fail(error);
    });
    this.#worker.on('exit', (status) => {
      this.#fail(new Error(`a thread ${what} ended with status ${status}`));
    });
  }

  /** @param transfer memory of the question that is given away */
  ask(question: Question, transfer: readonly Transferable[]): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    // It may fail before anybody has come to wait for it.
    answer.catch(() => undefined);
    this.#worker.postMessage(question, transfer);
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
  }
}
