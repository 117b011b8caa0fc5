import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Seqs } from "../../../static/sync/seqs";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["in order", [4, 5], 0],
  ["out of order", [5, 4], 0],
  ["twice", [4, 4, 2], 0],
  ["one missing", [4, 6], 1],
  ["missing, then come", [4, 6, 5], 0],
])("%s", (_name, seen, times) => {
  const missed = vi.fn();
  const seqs = new Seqs(missed);
  seqs.start(3);
  for (const seq of seen) seqs.saw(seq);
  vi.advanceTimersByTime(1000);
  expect(missed).toHaveBeenCalledTimes(times);
});

it("an opening that covers the missing ones heals it", () => {
  const missed = vi.fn();
  const seqs = new Seqs(missed);
  seqs.start(1);
  seqs.saw(5);
  seqs.start(4);
  vi.advanceTimersByTime(1000);
  expect(missed).not.toHaveBeenCalled();
});
