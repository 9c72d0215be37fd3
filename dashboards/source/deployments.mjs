import { bars, buckets, cell, colored, colors, columns, dashboard, heatmap, instant, lines, quantiles, range, row, stat, steps, table, traced, trendWindow, variables } from './panels.mjs';
import { count, countFromFirst, decided, domain, failed, quantile, sumBy } from './promql.mjs';

const succeeded = domain('deployments_total', 'outcome="success"');
const failures = domain('deployments_total', failed);
const all = domain('deployments_total', decided);
const leadTime = domain('deployment_lead_time_seconds_bucket');
const recovery = domain('deployment_recovery_seconds_bucket');
const duration = domain('deployment_duration_seconds_bucket');

const failureRatio = (by, window) => `${countFromFirst(by, failures, window)} / (${countFromFirst(by, all, window)} > 0)`;
const trend = (title, description, unit, query, more) =>
  lines(title, `${description} Each point looks back over the chosen trend window.`, unit, [6, 7],
    range(query, '{{environment}}'), more);

const ratios = (label) =>
  table(`By ${label}`, `Deployments by ${label} in the time range, without skipped and cancelled ones, and the share that succeeded.`, [6, 6],
    [label],
    [
      ['Deployments', { decimals: 0, unit: 'short' }, countFromFirst(label, all)],
      ['Success', { unit: 'percentunit', decimals: 1, thresholds: steps('red', [0.8, 'orange'], [0.95, 'green']), ...cell('color-text') },
        `${countFromFirst(label, succeeded)} / (${countFromFirst(label, all)} > 0)`],
    ]);

const last = 'application, environment, provider';

export default dashboard({
  uid: 'deployment-telemetry-deployments',
  title: 'Deployments',
  description: 'How often, how fast and how well software is deployed, and what runs now.',
  from: 'now-24h',
  list: [...variables('deployments_started_total'), trendWindow],
  panels: [
    row('Delivery: the four DORA measures over the time range, and their trend'),
    stat('Deployments per day', 'Successful deployments in the time range, divided by its days.', 'short', [6, 4],
      instant(`${countFromFirst('', succeeded)} / ($__range_s / 86400)`), { defaults: { decimals: 1 } }),
    stat('Lead time', 'Median time from commit to deployed, of successful deployments in the time range.', 's', [6, 4],
      instant(quantile(0.5, '', leadTime)), { defaults: { thresholds: steps('green', [86400, 'yellow'], [604800, 'orange']) } }),
    stat('Change failure ratio', 'Deployments that ended in failure, error or timeout, divided by all but skipped and cancelled ones, in the time range.', 'percentunit', [6, 4],
      instant(failureRatio('')), { defaults: { decimals: 1, thresholds: steps('green', [0.15, 'yellow'], [0.3, 'red']) } }),
    stat('Time to restore', 'Median time from the first failure to the next deployment or rollback that succeeded, in the time range.', 's', [6, 4],
      instant(quantile(0.5, '', recovery)), { defaults: { thresholds: steps('green', [3600, 'yellow'], [86400, 'red']) } }),
    trend('Deployments, trend', 'Successful deployments by environment.', 'short', countFromFirst('environment', succeeded, '$window'), { defaults: { decimals: 0 } }),
    trend('Lead time, trend', 'Median lead time by environment.', 's', quantile(0.5, 'environment', leadTime, '$window')),
    trend('Change failure ratio, trend', 'Change failure ratio by environment.', 'percentunit', failureRatio('environment', '$window'), { defaults: { max: 1 } }),
    trend('Time to restore, trend', 'Median time to restore by environment.', 's', quantile(0.5, 'environment', recovery, '$window')),

    row('Now'),
    stat('Running', 'Deployments and rollbacks that are running, and deployments that wait for a lock, a queue or an approval.', 'short', [8, 4],
      [
        instant(`sum(${domain('deployments_in_progress')})`, 'deployments'),
        instant(`sum(${domain('rollbacks_in_progress')})`, 'rollbacks'),
        instant(`sum(${domain('deployment_waits_in_progress')})`, 'waiting'),
      ], { options: { textMode: 'value_and_name' } }),
    bars('Running for', 'How long the deployment or rollback that began first has been running. No data: nothing is running.', 's', [16, 4],
      [
        instant(`max by (application, environment) (time() - ${domain('deployment_oldest_in_progress_start_timestamp_seconds')})`, 'deployment of {{application}}, {{environment}}'),
        instant(`max by (application, environment) (time() - ${domain('rollback_oldest_in_progress_start_timestamp_seconds')})`, 'rollback of {{application}}, {{environment}}'),
      ], { defaults: { thresholds: steps('blue', [900, 'orange'], [3600, 'red']) } }),
    table('Last deployment', 'The version that is live, and how and when the last deployment ended. A rollback changes the version only.', [24, 6],
      ['application', 'environment', 'provider'],
      [
        ['Version', {}, `topk by (${last}) (1, max by (${last}, version) (${domain('deployment_info')} * on (job, instance, ${last}) group_left () max by (job, instance, ${last}) (${domain('deployment_last_completed_timestamp_seconds')}) or ${domain('deployment_info')}))`, 'version'],
        ['Last outcome', { mappings: [{ type: 'value', options: Object.fromEntries(Object.entries(colors).map(([text, color], index) => [text, { text, color, index }])) }], ...cell('color-text') },
          `topk by (${last}) (1, max by (${last}, outcome) (${domain('deployment_last_completed_timestamp_seconds')} * on (job, instance, ${last}, outcome) group_left () (${domain('deployment_last_outcome')} == 1)))`, 'outcome'],
        ['Ended', { unit: 'dateTimeFromNow' }, `max by (${last}) (${domain('deployment_last_completed_timestamp_seconds')}) * 1000`],
        ['Took', { unit: 's' }, `max by (${last}) (${domain('deployment_last_duration_seconds')})`],
      ]),

    row('Rate and success'),
    columns('Deployments by outcome', 'Deployments that ended, by outcome.', [12, 7],
      range(`round(${count('outcome', domain('deployments_total'), '$__rate_interval')}) > 0`, '{{outcome}}'), { overrides: colored(colors) }),
    columns('Rollbacks by reason', 'Rollbacks that ended, by reason.', [12, 7],
      range(`round(${count('reason', domain('rollbacks_total'), '$__rate_interval')}) > 0`, '{{reason}}'), { overrides: colored({ health_check: 'orange', error: 'red', timeout: 'purple', manual: 'blue' }) }),
    ...['environment', 'application', 'strategy', 'provider'].map(ratios),

    row('Duration'),
    lines('Duration of deployments', 'Quantiles of how long deployments took, whatever their outcome. Each point looks back over the chosen trend window.', 's', [12, 8],
      quantiles([0.5, 0.95, 0.99], (q) => range(quantile(q, '', duration, '$window'), `p${q * 100}`))),
    heatmap('Durations of deployments', 'How many deployments took how long.', 's', [12, 8],
      traced(buckets(count('le', duration, '$__rate_interval')))),
    lines('Duration by application', '95th percentile of how long deployments took, by application. Each point looks back over the chosen trend window.', 's', [12, 7],
      traced(range(quantile(0.95, 'application', duration, '$window'), '{{application}}'))),
    lines('Duration of rollbacks', 'Quantiles of how long rollbacks took. Each point looks back over the chosen trend window.', 's', [12, 7],
      quantiles([0.5, 0.95, 0.99], (q) => range(quantile(q, '', domain('rollback_duration_seconds_bucket'), '$window'), `p${q * 100}`))),

    row('Failures'),
    bars('Deployment errors', 'Deployments that ended in failure, error or timeout in the time range, by the type of exception or the word that they failed with.', 'short', [8, 7],
      instant(`${countFromFirst('error_type', domain('deployment_errors_total'))} > 0`, '{{error_type}}'), { options: { namePlacement: 'top' }, defaults: { decimals: 0, thresholds: steps('red') } }),
    bars('Rollback errors', 'Rollbacks that ended in failure, error or timeout in the time range, by the type of exception or the word that they failed with.', 'short', [8, 7],
      instant(`${countFromFirst('error_type', domain('rollback_errors_total'))} > 0`, '{{error_type}}'), { options: { namePlacement: 'top' }, defaults: { decimals: 0, thresholds: steps('red') } }),
    bars('Rollbacks', 'Rollbacks in the time range, by reason and outcome.', 'short', [8, 7],
      instant(`${countFromFirst('reason, outcome', domain('rollbacks_total'))} > 0`, '{{reason}}: {{outcome}}'), { options: { namePlacement: 'top' }, defaults: { decimals: 0, thresholds: steps('orange') } }),

    row('Approvals and waits'),
    bars('Approvals', 'Approvals asked for and decided in the time range. What was asked for and not decided is pending.', 'short', [8, 7],
      [
        instant(countFromFirst('', domain('deployment_approval_requests_total')), 'asked for'),
        instant(countFromFirst('decision', domain('deployment_approvals_total')), '{{decision}}'),
      ], { defaults: { decimals: 0 }, overrides: colored({ granted: 'green', rejected: 'red', expired: 'orange' }) }),
    lines('Time waited', 'Median and 95th percentile of how long deployments waited, by reason. Each point looks back over the chosen trend window.', 's', [8, 7],
      quantiles([0.5, 0.95], (q) => range(quantile(q, 'reason', domain('deployment_wait_duration_seconds_bucket'), '$window'), `{{reason}} p${q * 100}`))),
    lines('Waiting', 'Deployments that are waiting, by reason.', 'short', [8, 7],
      range(`${sumBy('reason')}(${domain('deployment_waits_in_progress')})`, '{{reason}}'), { defaults: { decimals: 0 } }),

    row('Targets, drift and reconciliation'),
    lines('Targets by state', 'Nodes, modules or other targets by state, as they were last found.', 'short', [12, 7],
      range(`${sumBy('state')}(${domain('deployment_targets')})`, '{{state}}'), { defaults: { decimals: 0 }, overrides: colored({ running: 'green', created: 'blue', stopped: 'red', drifted: 'orange' }), custom: { stacking: { mode: 'normal', group: 'A' }, fillOpacity: 30 } }),
    columns('Targets updated', 'Targets updated by deployments and rollbacks that succeeded.', [12, 7],
      range(`round(${count('operation', domain('deployment_targets_updated_total'), '$__rate_interval')}) > 0`, '{{operation}}'), { overrides: colored({ deploy: 'green', rollback: 'orange' }) }),
    columns('Drift and other events', 'What operations found, by event.', [12, 7],
      range(`round(${count('operation, event', domain('operation_events_total'), '$__rate_interval')}) > 0`, '{{operation}}: {{event}}')),
    lines('Polls and reconciliations', 'Operations of the deployer that ended, such as polls of a git repository and reconciliations.', 'opm', [12, 7],
      range(`sum by (operation) (rate(${domain('operations_total')}[$__rate_interval])) * 60`, '{{operation}}')),
  ],
});
