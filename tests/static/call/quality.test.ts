import { describe, expect, it } from "vitest";
import { Speaking } from "../../../static/call/level";
import { LineJudge, PictureSwitch, type Quality, type Sample } from "../../../static/call/quality";

/** Samples of a line, each with so much more received and lost. */
function judged(expects: boolean, ...steps: [got: number, lost: number, missed?: number, around?: number][]): Quality[] {
  const judge = new LineJudge();
  const now: Sample = { received: 0, lost: 0, missed: 0, around: 0 };
  return steps.map(([got, lost, missed = 0, around = 0.05]) => {
    now.received += got;
    now.lost += lost;
    return judge.take({ ...now, missed, around }, expects);
  });
}

describe("a line in words", () => {
  it("is good, and a single bad moment changes no word", () => {
    expect(judged(true, [100, 0], [100, 20], [100, 0])).toEqual(["good", "good", "good"]);
  });

  it.each([
    ["much is lost on the way here", [80, 20, 0, 0.05]],
    ["the other side misses much", [100, 0, 0.2, 0.05]],
    ["the way is long", [100, 0, 0, 1.2]],
  ] as const)("is thin when %s for some seconds", (_, step) => {
    expect(judged(true, [100, 0], [...step], [...step])).toEqual(["good", "good", "thin"]);
  });

  it("is good again only when it has been so for a while", () => {
    const said = judged(true, [100, 0], [80, 20], [80, 20], [100, 0], [100, 0], [100, 0], [100, 0]);
    expect(said.slice(2)).toEqual(["thin", "thin", "thin", "thin", "good"]);
  });

  it("is lost when nothing comes of somebody who speaks, and at once not when something does", () => {
    expect(judged(true, [100, 0], [0, 0], [0, 0], [50, 0])).toEqual(["good", "good", "lost", "good"]);
    expect(judged(false, [100, 0], [0, 0], [0, 0])).toEqual(["good", "good", "good"]);
  });
});

describe("the picture on a thin line", () => {
  it("is left out at once, comes back after a while, and after longer and longer", () => {
    const picture = new PictureSwitch();
    expect(picture.take("good", 1000)).toBe(false);
    expect(picture.take("thin", 2000)).toBe(true);
    expect(picture.on).toBe(false);
    expect(picture.take("good", 12_000)).toBe(false);
    expect(picture.take("good", 22_000)).toBe(true);
    expect(picture.on).toBe(true);
    expect(picture.take("thin", 30_000)).toBe(true);
    expect(picture.take("good", 52_000)).toBe(false);
    expect(picture.take("good", 70_000)).toBe(true);
  });

  it("is not sent again while the line is thin or lost", () => {
    const picture = new PictureSwitch();
    picture.take("thin", 1000);
    expect([picture.take("thin", 90_000), picture.take("lost", 95_000), picture.on]).toEqual([false, false, false]);
  });
});

describe("whoever speaks", () => {
  it("is marked a moment longer than they are loud", () => {
    const speaking = new Speaking();
    expect([speaking.hear(0.001, 0), speaking.hear(0.1, 100), speaking.hear(0, 500), speaking.hear(0, 900)]).toEqual([false, true, true, false]);
  });
});
