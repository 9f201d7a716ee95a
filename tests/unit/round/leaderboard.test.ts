import { describe, expect, test } from 'vitest';
import { cellText, leaderboardCsv, leaderboardHtml } from '../../../src/core/round/leaderboard-files.ts';
import {
  leaderboardOf,
  revealedTeams,
  revealSteps,
  stabilityOf,
} from '../../../src/core/round/leaderboard.ts';
import { accepted, opened, planOf, scored, stateAfter } from '../../fixtures/round-log.ts';

const TEAMS = ['A', 'B', 'C', 'D', 'E', 'F'];
const thyroid = (minutes: number, receipt: number, team: string) => accepted(minutes, receipt, team);

/** A and B share the first place, C is third, D came late with the best total, E is undefined, F sent nothing. */
const state = stateAfter(
  opened(planOf('last', null, TEAMS)),
  thyroid(1, 1, 'A'),
  thyroid(2, 2, 'B'),
  thyroid(3, 3, 'C'),
  thyroid(4, 4, 'E'),
  accepted(5, 5, 'C', 'c liver', 'liver'),
  thyroid(61, 6, 'D'),
  scored(80, { 1: 0.875, 2: 0.875, 3: 0.5, 4: null, 5: 0, 6: 0.99 }),
);
const board = leaderboardOf(state);
const column = (challenge: number) => board.rows.map(({ cells }) => cells[challenge] ?? null);

describe('the leaderboard', () => {
  test('ranks those in time; equal totals share a rank and the next is skipped', () => {
    expect(column(0).map((cell) => cell && [cell.rank, cell.tied])).toEqual([
      [1, true],
      [1, true],
      [3, false],
      [null, false],
      [null, false],
      null,
    ]);
  });

  test('gives the prize of the rank, to each that shares it', () => {
    expect(column(0).map((cell) => cell?.prize ?? null)).toEqual([
      '1000 €',
      '1000 €',
      null,
      null,
      null,
      null,
    ]);
  });

  test('keeps a total of zero apart from an undefined one', () => {
    expect(column(1)[2]).toMatchObject({ total: 0, rank: 1 });
    expect(column(0)[4]).toMatchObject({ total: null, rank: null });
  });

  test('prints cells as the table of 2018 did', () => {
    const words = { late: 'Late', undefined: 'undefined' };
    expect(column(0).map((cell) => cellText(cell, words))).toEqual([
      '0.88',
      '0.88',
      '0.50',
      '0.99 (Late)',
      'undefined',
      '',
    ]);
    const french = { late: 'hors délai', undefined: 'non défini' };
    const comma = (value: number) => value.toFixed(2).replace('.', ',');
    expect(cellText(column(0)[3] ?? null, french, comma)).toBe('0,99 (hors délai)');
  });
});

describe('its files', () => {
  test('the CSV has every digit', () => {
    const lines = new TextDecoder().decode(leaderboardCsv(board)).trim().split('\n');
    expect(lines[0]).toBe(
      'team,thyroid,thyroid lower,thyroid upper,thyroid rank,thyroid late,liver,liver lower,liver upper,liver rank,liver late',
    );
    expect(lines[1]).toBe(`A,0.875,${0.875 - 0.05},${0.875 + 0.05},1,0,,,,,`);
    expect(lines[4]).toMatch(/^D,0\.99,.*,,1,/);
  });

  test('the page needs nothing else and trusts no name', () => {
    const words = { team: 'Team', late: 'Late', undefined: '–', interval: 'i', rank: 'Rank', foot: 'f' };
    const evil = leaderboardOf(stateAfter(opened(planOf('last', null, ['<img src=x onerror="x">'])), []));
    const page = leaderboardHtml(evil, 'fr', words, String);
    expect(page).toContain('<html lang="fr">');
    expect(page).not.toContain('<img');
    expect(page.replaceAll('src=x', '')).not.toMatch(/src=|href=|@import|url\(/);
  });
});

describe('the stage', () => {
  test('goes from the last place of the podium to the first, challenge by challenge', () => {
    expect(revealSteps(board)).toEqual([
      { challenge: 0, rank: 3, teams: ['C'] },
      { challenge: 0, rank: 1, teams: ['A', 'B'] },
      { challenge: 1, rank: 1, teams: ['C'] },
    ]);
  });

  test('shows the room a place at a time, and the rest of a challenge with its first', () => {
    expect(revealedTeams(board, 0)).toEqual([new Set(), new Set()]);
    expect(revealedTeams(board, 1)).toEqual([new Set(['C']), new Set()]);
    expect(revealedTeams(board, 2)).toEqual(['all', new Set()]);
    expect(revealedTeams(board, 3)).toEqual(['all', 'all']);
  });
});

describe('rank stability', () => {
  const draws = new Map([
    [1, [0.9, 0.6, 0.9, 0.8]],
    [2, [0.8, 0.7, 0.9, 0.7]],
    [3, [0.5, 0.8, 0.1, 0.2]],
  ]);

  test('counts how often each ranked team had each rank', () => {
    const stability = stabilityOf(board, 0, (receipt) => draws.get(receipt) ?? null);
    expect(stability.teams).toEqual(['A', 'B', 'C']);
    expect(stability.frequencies).toEqual([
      [0.75, 0, 0.25],
      [0.25, 0.75, 0],
      [0.25, 0, 0.75],
    ]);
  });

  test('gives the mean of Kendall’s tau-b to the published order', () => {
    // A and B tie in the publication: against 3 pairs of which one is tied, tau-b is ±2/√6, and with another tie 1.
    const { tau } = stabilityOf(board, 0, (receipt) => draws.get(receipt) ?? null);
    expect(tau).toBeCloseTo((2 / Math.sqrt(6) - 2 / Math.sqrt(6) + 1 + 2 / Math.sqrt(6)) / 4, 12);
  });

  test('says nothing of fewer than two teams', () => {
    expect(stabilityOf(board, 1, () => [0.5])).toEqual({ teams: ['C'], frequencies: [[1]], tau: null });
    expect(stabilityOf(board, 1, () => null)).toEqual({ teams: [], frequencies: [], tau: null });
  });
});
