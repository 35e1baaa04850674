/** What was said so far, as data: it outlives a change of language or theme. */
import CHOICES from "./choices.json";

export class Record {
  messages = [];
  /** Entries on their way to the server, by id. */
  waiting = new Map();

  add(message) {
    this.messages.push(message);
    this.waiting.delete(message.client_id);
  }

  clear() {
    this.messages = [];
    this.waiting.clear();
  }

  /** Whether an agent has the talk, by the last notice of it. */
  get withAgent() {
    const notices = [CHOICES.agent_begins, ...CHOICES.agent_ends];
    const told = this.messages.filter(({ name }) => notices.includes(name));
    return told.length > 0 && told[told.length - 1].name === CHOICES.agent_begins;
  }

  /** The identifier that was asked for since the person last spoke; null for none. */
  get asked() {
    const spoke = this.messages.map(({ from }) => from).lastIndexOf("student");
    const asking = this.messages.slice(spoke + 1).filter(({ asks }) => asks);
    return asking.length ? asking[asking.length - 1].asks : null;
  }
}
