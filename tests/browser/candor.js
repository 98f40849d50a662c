// A Candor for one test: a port and folders of its own, gone at the end.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import PostalMime from "postal-mime";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = path.resolve(TOP, process.env.CARGO_TARGET_DIR ?? "target", "debug", "candor");
/** The longest that a start may take, in milliseconds: the demonstration lives through a year first. */
const START = 300_000;

/** A fixture's path. */
export const fixture = (name) => path.join(TOP, "tests", "fixtures", name);

/** The day on which programs start: a Monday in September, in Russian the longest words that a date can have. */
const TODAY = [2026, 8, 28];

/** What the product reads from its environment must not come from whoever runs the tests. */
function environment(more) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CANDOR_|DATABASE_URL$|SMTP_URL$|RUST_LOG$)/.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

/** Programs that run; none outlives the tests, also where one of these fails while it starts. */
const running = new Set();
process.on("exit", () => running.forEach((child) => tell(child, "SIGKILL")));

/** Sends a signal to a program with all that it started: what moves its date runs it as a child. */
function tell(child, signal) {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** A running program with what it has printed so far. */
class Program {
  #child;
  #listeners = new Set();
  printed = "";

  constructor(command, options) {
    this.#child = spawn(command[0], command.slice(1), { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    running.add(this.#child);
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(this.#hear(`${error}\n`)));
      this.#child.once("close", resolve);
    }).finally(() => running.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.on("data", (text) => this.#hear(text));
  }

  #hear(text) {
    this.printed += text;
    for (const listener of this.#listeners) listener();
  }

  /** Waits until something was printed, and answers what the expression found. */
  async says(expression) {
    let listener, timer;
    const found = new Promise((resolve, reject) => {
      listener = () => expression.test(this.printed) && resolve(this.printed.match(expression));
      timer = setTimeout(() => reject(new Error(`never said ${expression}:\n${this.printed}`)), START);
      this.ended.then(() => reject(new Error(`ended before it said ${expression}:\n${this.printed}`)));
      this.#listeners.add(listener);
      listener();
    });
    return found.finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    });
  }

  async stop() {
    tell(this.#child, "SIGTERM");
    await this.ended;
  }
}

/** Starts the product as if so many days had passed since today. */
function start(options, { days = 0, settings = {}, cwd } = {}) {
  const [year, month, day] = TODAY;
  const noon = new Date(Date.UTC(year, month, day + days, 12)).toISOString();
  const date = `@${noon.slice(0, 10)} ${noon.slice(11, 19)}`;
  // Waiting is measured on a clock that does not know this date.
  const env = environment({ FAKETIME_DONT_FAKE_MONOTONIC: "1", ...settings });
  return new Program(["faketime", "-f", date, PROGRAM, ...options], { env, cwd });
}

/** The demonstration, with the account that it printed. */
export async function demo() {
  const program = start(["demo", "--listen", "127.0.0.1:0", "--log", "error"]);
  const [, password] = await program.says(/Password: (\S+)/);
  const [, email] = await program.says(/Account: +(\S+)/);
  const [, origin] = await program.says(/Address: +(\S+)/);
  // The socket is there from the first line on, and answers once everything is made.
  await fetch(`${origin}/healthz`);
  return { origin, email, password, stop: () => program.stop() };
}

/** A new Candor without an account, whose mail goes into a folder. */
export class Company {
  #folder;
  #program;

  static async start() {
    const company = new Company();
    company.#folder = await mkdtemp(path.join(tmpdir(), "candor-browser-"));
    await company.#run();
    return company;
  }

  async #run(days = 0, listen = "127.0.0.1:0") {
    const at = (name) => path.join(this.#folder, name);
    const options = ["serve", "--listen", listen, "--data", at("data"), "--keys", at("keys"), "--smtp-url", `file:${at("mail")}`];
    this.#program = start(options, { days, settings: { CANDOR_LISTEN: listen }, cwd: this.#folder });
    [, this.origin] = await this.#program.says(/listens on (\S+)/);
  }

  /** The one-time code of the first run. */
  async code() {
    const [, code] = await this.#program.says(/first-run\?code=(\S+)/);
    return code;
  }

  /** Stops the program and starts it again on a machine whose date is so many days later, at the same address. */
  async afterDays(days) {
    await this.#program.stop();
    await this.#run(days, new URL(this.origin).host);
  }

  /** Loses a wave's key, and gives the wave up by the command that whoever runs the server has for it. */
  async giveUp(wave) {
    const at = (name) => path.join(this.#folder, name);
    await rm(path.join(at("keys"), `${wave}.key`));
    const options = ["wave", "abandon", wave, "--yes", "--data", at("data"), "--keys", at("keys")];
    await start(options, { cwd: this.#folder }).says(/ended without results/);
  }

  /** Waits for a letter to an address, and answers it as a mail program reads it. */
  async letterTo(address) {
    const end = Date.now() + START;
    for (;;) {
      for (const letter of await this.#letters()) if (letter.to.some((to) => to.address === address)) return letter;
      if (Date.now() > end) throw new Error(`no letter to ${address}:\n${this.#program.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #letters() {
    const folder = path.join(this.#folder, "mail");
    const names = await readdir(folder).catch(() => []);
    const files = names.filter((name) => name.endsWith(".eml")).map((name) => readFile(path.join(folder, name)));
    return Promise.all((await Promise.all(files)).map((bytes) => PostalMime.parse(bytes)));
  }

  async stop() {
    await this.#program.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
