/** Values that were computed elsewhere, each with its source. */

/** Derived with scipy (brentq): the baseline's mean at the point of the null line that explains best. */
export const nearestNulls = [
  { tc: 0.08, tb: 0.04, nc: 25, nb: 475, slope: 1, offset: 0.01, expected: 0.04123143099209924 },
  // Must equal the pooled mean (Turner, Ly and Grünwald).
  { tc: 0.3, tb: 0.1, nc: 50, nb: 50, slope: 1, offset: 0, expected: 0.19999999999999987 },
  { tc: 0.06, tb: 0.04, nc: 25, nb: 475, slope: 1.1, offset: 0, expected: 0.04079923336594987 },
] as const;

const worse = [
  [2, 25, 19, 475],
  [1, 25, 18, 475],
  [4, 25, 20, 475],
  [3, 26, 17, 474],
  [5, 24, 21, 476],
] as const;

const same = [
  [1, 25, 19, 475],
  [0, 25, 18, 475],
  [1, 25, 20, 475],
  [2, 26, 17, 474],
  [0, 24, 21, 476],
] as const;

/** Derived with scipy (brentq): ln E after each block of [s_c, n_c, s_b, n_b], with 4 % expected from 100 pseudo-units. */
export const rateProcesses = [
  {
    name: 'harm, absolute margin',
    blocks: worse,
    hypothesis: { slope: 1, offset: 0.01, side: 1 },
    gaps: [0.01, 0.02, 0.04, 0.08],
    expected: [0.09921343455619124, -0.20822901908357655, 0.8392570787799496, 1.5487240680595442, 3.6474106323006854],
  },
  {
    name: 'proof, absolute margin',
    blocks: same,
    hypothesis: { slope: 1, offset: 0.01, side: -1 },
    gaps: [0.005, 0.01, 0.02],
    expected: [
      0.012170351296308309, 0.30289348638259617, 0.32546763457945566, 0.036745321993528195, 0.35161428067623296,
    ],
  },
  {
    name: 'harm, relative margin',
    blocks: worse,
    hypothesis: { slope: 1.25, offset: 0, side: 1 },
    gaps: [0.01, 0.02, 0.04, 0.08],
    expected: [0.0975697372244452, -0.19535289472677528, 0.8200220889760312, 1.529333551089529, 3.5413767855566665],
  },
] as const;

/** Derived with scipy: ln E of the ratio check after each block, 10,000 pseudo-units at 5 %. */
export const ratioBlocks = {
  counts: [
    [260, 4740],
    [275, 4725],
    [290, 4710],
    [301, 4699],
  ],
  share: 0.05,
  expected: [-0.13917940368492054, 0.2747945431865446, 1.8390467679496396, 4.8411526275633605],
} as const;

/** optimizely/ssrm@c44f5382, ssrm_test/test_ssrm_test.py: log marginals under the alternative (m1) and under the null (m0). */
export const ratioMarginals = [
  {
    counts: [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    m1: [-1.0986122886681096, -2.4849066497880004, -3.401197381662155, -4.499809670330265, -6.4457198193855785],
    m0: [-0.916290731874155, -1.83258146374831, -2.748872195622465, -3.66516292749662, -5.27460083993072],
  },
  {
    counts: [
      [20, 17, 9],
      [18, 21, 8],
      [4, 6, 4],
      [18, 19, 11],
    ],
    m1: [-7.028201432058012, -11.947847738358888, -15.471401950257842, -19.96484521090386],
    m0: [-4.0776406466061985, -8.265946861099877, -11.610743519545139, -15.781031228536165],
  },
] as const;
