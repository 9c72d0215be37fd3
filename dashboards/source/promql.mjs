// The pieces that queries are made of.

const ofTarget = 'job=~"$job",instance=~"$instance"';
const base = `${ofTarget},environment=~"$environment",application=~"$application"`;
const braces = (...matchers) => `{${matchers.filter(Boolean).join(',')}}`;

/** A family that is about deployments, for what is chosen in all variables. */
export const domain = (name, matchers) => name + braces(base, matchers);

/** A family that is about a scraped target, its JVM or agent, for what is chosen as job and instance. */
export const target = (name, matchers) => name + braces(ofTarget, matchers);

/** How often something happened lately; not the first time, where that is what a series begins with. */
export const count = (by, series, window = '$__range') => `${sumBy(by)}(increase(${series}[${window}]))`;

/**
 * The growth of a counter that may begin with its first event: a bucket of a histogram, errors of a type, deployments of an
 * application that only a call named. increase() does not see the value that a series begins with, and rare events might
 * have no other; so it is added for series that were not there in the hour before the window: not a moment before it, when a
 * scrape may have failed. A process that was not scraped then counts with all that it has done.
 */
export const countFromFirst = (by, series, window = '$__range') =>
  `${sumBy(by)}(increase(${series}[${window}])` +
  ` + (min_over_time(${series}[${window}]) unless last_over_time(${series}[1h] offset ${window}))` +
  ` or increase(${series}[${window}]))`;

export const sumBy = (by) => (by ? `sum by (${by}) ` : 'sum');

/** A quantile of a histogram of rare events; absent, and not NaN, where nothing was observed. */
export const quantile = (q, by, series, window) =>
  `histogram_quantile(${q}, ${countFromFirst(by ? `le, ${by}` : 'le', series, window)}) >= 0`;

/** A quantile of a histogram of what happens all the time. */
export const quantileOfRate = (q, by, series) =>
  `histogram_quantile(${q}, sum by (le${by ? `, ${by}` : ''}) (rate(${series}[$__rate_interval]))) >= 0`;

export const failed = 'outcome=~"failure|error|timeout"';
export const decided = 'outcome!~"skip|cancellation"';
