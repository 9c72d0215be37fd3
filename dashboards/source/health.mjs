import { bars, cell, colored, colors, columns, dashboard, instant, lines, range, row, stat, steps, table, timeline, traced, upDown, variables } from './panels.mjs';
import { count, countFromFirst, decided, domain, failed, target, quantileOfRate } from './promql.mjs';

const status = domain('health_check_status');
const perOperation = (matchers) => `sum by (operation) (rate(${domain('operations_total', matchers)}[$__rate_interval]))`;
const good = steps('red', [0.95, 'orange'], [0.99, 'green']);
const check = 'application, environment, provider, check';

export default dashboard({
  uid: 'deployment-telemetry-health',
  title: 'Health and operations',
  description: 'What the health checks say, how available providers are, and how the operations around deployments do.',
  from: 'now-6h',
  list: variables('health_checks_total'),
  panels: [
    row('Health now'),
    stat('Groups', 'Whether all checks of a group are up, in every instance.', 'short', [8, 4],
      instant(`min by (group) (${target('health_status')})`, '{{group}}'),
      { options: { textMode: 'value_and_name' }, defaults: { mappings: upDown, thresholds: steps('red', [1, 'green']) } }),
    stat('Checks down', 'Checks that were down when they last ran.', 'short', [4, 4],
      instant(`count(${status}) - sum(${status})`), { defaults: { thresholds: steps('green', [1, 'red']) } }),
    stat('Checks that ran', 'Checks that have run.', 'short', [4, 4], instant(`count(${status})`)),
    stat('Availability', 'Share of the time range in which checks were up, the mean of all checks.', 'percentunit', [8, 4],
      instant(`avg(avg_over_time(${status}[$__range]))`), { defaults: { decimals: 2, thresholds: good } }),
    timeline('Checks', 'Each check over time: up or down when it last ran, the worst of all instances.', 'short', [24, 8],
      range(`min by (application, environment, check) (${status})`, '{{check}} {{application}} {{environment}}')),
    table('Runs', 'When each check last ran and was last up, and how often the agent runs it; checks that only the application runs have no period.', [24, 9],
      ['check', 'application', 'environment', 'provider'],
      [
        ['Status', { mappings: upDown, unit: 'short', thresholds: steps('red', [1, 'green']), ...cell('color-text') }, `min by (${check}) (${status})`],
        ['Last run', { unit: 'dateTimeFromNow' }, `max by (${check}) (${domain('health_check_last_run_timestamp_seconds')}) * 1000`],
        ['Last up', { unit: 'dateTimeFromNow' }, `max by (${check}) (${domain('health_check_last_success_timestamp_seconds')}) * 1000`],
        ['Period', { unit: 's' }, `max by (${check}) (${domain('health_check_period_seconds')}) > 0`],
        ['Availability', { unit: 'percentunit', decimals: 2, thresholds: good, ...cell('color-text') }, `avg by (${check}) (avg_over_time(${status}[$__range]))`],
      ]),

    row('Providers'),
    timeline('Providers', 'Whether all checks of a provider are up.', 'short', [16, 5],
      range(`min by (provider) (${domain('health_check_status', 'provider!=""')})`, '{{provider}}')),
    bars('Availability of providers', 'Share of the time range in which the checks of a provider were up.', 'percentunit', [8, 5],
      instant(`avg by (provider) (avg_over_time(${domain('health_check_status', 'provider!=""')}[$__range]))`, '{{provider}}'),
      { defaults: { max: 1, decimals: 2, thresholds: good } }),

    row('Runs of checks'),
    lines('Runs by outcome', 'How often checks ran, by outcome.', 'opm', [8, 7],
      range(`sum by (outcome) (rate(${domain('health_checks_total')}[$__rate_interval])) * 60 > 0`, '{{outcome}}'), { overrides: colored(colors) }),
    lines('Duration of checks', '95th percentile of how long checks took.', 's', [8, 7],
      traced(range(quantileOfRate(0.95, 'check', domain('health_check_duration_seconds_bucket')), '{{check}}'))),
    lines('Failed runs', 'Share of runs that ended in failure, error or timeout, by check.', 'percentunit', [8, 7],
      range(`sum by (check) (rate(${domain('health_checks_total', failed)}[$__rate_interval])) / (sum by (check) (rate(${domain('health_checks_total', decided)}[$__rate_interval])) > 0)`, '{{check}}'),
      { defaults: { max: 1 } }),

    row('Operations'),
    lines('Operations', 'Operations that ended, such as polls and reconciliations.', 'opm', [8, 7],
      range(`${perOperation()} * 60`, '{{operation}}')),
    lines('Operations by outcome', 'Operations that ended, by outcome.', 'opm', [8, 7],
      range(`sum by (outcome) (rate(${domain('operations_total')}[$__rate_interval])) * 60 > 0`, '{{outcome}}'), { overrides: colored(colors) }),
    lines('Failed operations', 'Share of operations that ended in failure, error or timeout.', 'percentunit', [8, 7],
      range(`${perOperation(failed)} / (${perOperation(decided)} > 0)`, '{{operation}}'), { defaults: { max: 1 } }),
    ...[0.5, 0.95, 0.99].map((q) =>
      lines(`Latency p${q * 100}`, `The ${q * 100}th percentile of how long operations took.`, 's', [8, 7],
        traced(range(quantileOfRate(q, 'operation', domain('operation_duration_seconds_bucket')), '{{operation}}')))),
    lines('Operations in progress', 'Operations that are running.', 'short', [8, 7],
      range(`sum by (operation) (${domain('operations_in_progress')})`, '{{operation}}'), { defaults: { decimals: 0 } }),
    bars('Errors of operations', 'Operations that ended in failure, error or timeout in the time range, by the type of exception or the word that they failed with.', 'short', [8, 7],
      instant(`${countFromFirst('operation, error_type', domain('operation_errors_total'))} > 0`, '{{operation}}: {{error_type}}'), { options: { namePlacement: 'top' }, defaults: { decimals: 0, thresholds: steps('red') } }),
    columns('Events', 'What operations found, such as drift.', [8, 7],
      range(`round(${count('operation, event', domain('operation_events_total'), '$__rate_interval')}) > 0`, '{{operation}}: {{event}}')),
  ],
});
