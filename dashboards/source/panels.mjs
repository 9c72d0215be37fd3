// Panels and dashboards in Grafana's classic form. Panels flow from left to right; a row begins a new section.

const datasource = { type: 'prometheus', uid: '${datasource}' };

export const colors = {
  success: 'green',
  failure: 'red',
  error: 'dark-red',
  timeout: 'orange',
  cancellation: 'purple',
  skip: 'blue',
  unknown: '#8e8e8e',
};

/** A query that draws lines; `{{label}}` in its legend. */
export const range = (expr, legendFormat = '') => ({ expr, legendFormat, range: true });

/** A query for the newest value only. */
export const instant = (expr, legendFormat = '') => ({ expr, legendFormat, instant: true, range: false });

/** A query for the rows of a table. */
const rows = (expr) => ({ expr, instant: true, range: false, format: 'table' });

/** A query for the buckets of a heat map. */
export const buckets = (expr) => ({ expr, legendFormat: '{{le}}', range: true, format: 'heatmap' });

/** The query of a histogram whose exemplars are drawn too; of a panel's queries one, since all find the same. */
export const traced = (query) => ({ ...query, exemplar: true });

/** Queries for some quantiles of one histogram. */
export const quantiles = (some, query) => some.map((q, i) => (i ? query(q) : traced(query(q))));

export const row = (title) => ({ type: 'row', title });

export const upDown = [
  {
    type: 'value',
    options: { 0: { text: 'DOWN', color: 'red', index: 1 }, 1: { text: 'UP', color: 'green', index: 0 } },
  },
];

/** Threshold steps: the first color counts from the lowest value, each further one from its number. */
export const steps = (first, ...more) => ({
  mode: 'absolute',
  steps: [{ color: first, value: null }, ...more.map(([value, color]) => ({ value, color }))],
});

const override = (name, properties) => ({
  matcher: { id: 'byName', options: name },
  properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
});

export const colored = (palette) =>
  Object.entries(palette).map(([name, fixedColor]) => override(name, { color: { mode: 'fixed', fixedColor } }));

/**
 * A panel. `size` is width and height; `more` are properties of the panel of which `options`, `defaults` (of the fields)
 * and `custom` (of the fields' drawing) are added to those of the type.
 */
const panel = (type, title, description, unit, size, targets, more, options, defaults, custom) => {
  const { options: moreOptions, defaults: moreDefaults, custom: moreCustom, overrides = [], ...rest } = more;
  return {
    type,
    title,
    description,
    size,
    datasource,
    fieldConfig: {
      defaults: { unit, ...defaults, ...moreDefaults, custom: { ...custom, ...moreCustom } },
      overrides,
    },
    options: { ...options, ...moreOptions },
    targets: [targets].flat().map((target, i) => ({
      refId: String.fromCharCode(65 + i),
      datasource,
      editorMode: 'code',
      ...target,
    })),
    ...rest,
  };
};

const reduce = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };

export const stat = (title, description, unit, size, targets, more = {}) =>
  panel('stat', title, description, unit, size, targets, more,
    { ...reduce, colorMode: 'value', graphMode: 'none', justifyMode: 'auto', orientation: 'auto', textMode: 'auto' },
    { color: { mode: 'thresholds' }, thresholds: steps('blue') });

export const bars = (title, description, unit, size, targets, more = {}) =>
  panel('bargauge', title, description, unit, size, targets, more,
    { ...reduce, displayMode: 'basic', orientation: 'horizontal', showUnfilled: true, valueMode: 'color', minVizHeight: 16, minVizWidth: 8, namePlacement: 'left', sizing: 'auto' },
    { min: 0, color: { mode: 'thresholds' }, thresholds: steps('blue') });

export const lines = (title, description, unit, size, targets, more = {}) =>
  panel('timeseries', title, description, unit, size, targets, more,
    {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    { min: 0, color: { mode: 'palette-classic' } },
    { drawStyle: 'line', lineWidth: 1, fillOpacity: 0, showPoints: 'never', spanNulls: false, stacking: { mode: 'none', group: 'A' } });

/** Counts of rare events as stacked columns, at least two minutes wide so that each holds several scrapes. */
export const columns = (title, description, size, targets, more = {}) =>
  lines(title, description, 'short', size, targets, {
    interval: '2m',
    ...more,
    defaults: { decimals: 0, ...more.defaults },
    custom: { drawStyle: 'bars', fillOpacity: 80, lineWidth: 0, stacking: { mode: 'normal', group: 'A' } },
  });

export const heatmap = (title, description, unit, size, targets, more = {}) =>
  panel('heatmap', title, description, 'short', size, targets, { interval: '2m', ...more }, {
    calculate: false,
    cellGap: 1,
    color: { mode: 'scheme', scheme: 'Blues', fill: 'blue', scale: 'exponential', exponent: 0.5, steps: 64, reverse: false },
    exemplars: { color: 'rgba(255,0,255,0.7)' },
    filterValues: { le: 1e-9 },
    legend: { show: true },
    rowsFrame: { layout: 'auto' },
    tooltip: { mode: 'single', showColorScale: false, yHistogram: false },
    yAxis: { axisPlacement: 'left', unit, reverse: false },
  });

export const timeline = (title, description, unit, size, targets, more = {}) =>
  panel('state-timeline', title, description, unit, size, targets, more,
    { alignValue: 'center', mergeValues: true, rowHeight: 0.8, showValue: 'never', legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'single', sort: 'none' } },
    { color: { mode: 'thresholds' }, thresholds: steps('red', [1, 'green']), mappings: upDown },
    { fillOpacity: 75, lineWidth: 0 });

/**
 * A table with a column for each label in `labels` and for each query. Rows of different queries with the same labels become one.
 * @param fields from a query to its column: `[title, properties of the column, the label to show in place of the value]`
 */
export const table = (title, description, size, labels, fields, more = {}) => {
  const refs = fields.map((_, i) => String.fromCharCode(65 + i));
  const value = (ref) => (fields.length === 1 ? 'Value' : `Value #${ref}`);
  const shown = [...labels, ...fields.map(([, , , label], i) => label ?? value(refs[i]))];
  // 'string' for the labels: with any other unit the commit 28687e7 is shown as the number that it can be read as
  return panel('table', title, description, 'string', size, fields.map(([, , query]) => rows(query)), {
    ...more,
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(['Time', ...refs.map(value)].filter((n) => !shown.includes(n)).map((n) => [n, true])),
          indexByName: Object.fromEntries(shown.map((name, i) => [name, i])),
          renameByName: {
            ...Object.fromEntries(labels.map((label) => [label, label[0].toUpperCase() + label.slice(1).replace('_', ' ')])),
            ...Object.fromEntries(fields.map(([name, , , label], i) => [label ?? value(refs[i]), name])),
          },
        },
      },
    ],
    overrides: fields.filter(([, properties]) => Object.keys(properties).length).map(([name, properties]) => override(name, properties)),
  }, { cellHeight: 'sm', showHeader: true, footer: { show: false, countRows: false, fields: '', reducer: ['sum'] } },
  { color: { mode: 'thresholds' }, thresholds: steps('text') }, { align: 'auto', filterable: false, cellOptions: { type: 'auto' } });
};

export const cell = (type, more) => ({ 'custom.cellOptions': { type, ...more } });

const variable = (name, label, query, allValue) => ({
  type: 'query',
  name,
  label,
  datasource,
  definition: query,
  query: { query, refId: name },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue,
  current: { selected: true, text: ['All'], value: ['$__all'] },
  hide: 0,
  options: [],
  regex: '',
  skipUrlSync: false,
});

const chosen = 'job=~"$job",instance=~"$instance"';

/** What all three dashboards let their readers choose. What belongs to no deployment has no environment and no application: `.*`. */
export const variables = (family) => [
  {
    type: 'datasource',
    name: 'datasource',
    label: 'Data source',
    query: 'prometheus',
    hide: 0,
    includeAll: false,
    multi: false,
    options: [],
    refresh: 1,
    regex: '',
    skipUrlSync: false,
  },
  variable('job', 'Job', 'label_values(telemetry_agent_info, job)', '.+'),
  variable('instance', 'Instance', 'label_values(telemetry_agent_info{job=~"$job"}, instance)', '.*'),
  variable('environment', 'Environment', `label_values(${family}{${chosen}}, environment)`, '.*'),
  variable('application', 'Application', `label_values(${family}{${chosen},environment=~"$environment"}, application)`, '.*'),
];

/** How far each point of a trend looks back. */
export const trendWindow = {
  type: 'custom',
  name: 'window',
  label: 'Trend over',
  query: '1h,6h,1d,7d,28d',
  current: { selected: true, text: '1d', value: '1d' },
  options: ['1h', '6h', '1d', '7d', '28d'].map((value) => ({ selected: value === '1d', text: value, value })),
  hide: 0,
  includeAll: false,
  multi: false,
  skipUrlSync: false,
};

const annotation = (name, iconColor, expr, titleFormat, textFormat) => ({
  name,
  datasource,
  enable: true,
  hide: false,
  iconColor,
  expr: `${expr} * 1000`,
  useValueForTime: 'on',
  step: '',
  tagKeys: 'environment,application',
  titleFormat,
  textFormat,
});

const annotations = (base) => [
  annotation('Deployments', 'green', `deployment_last_completed_timestamp_seconds{${base},outcome="success"}`,
    'Deployed {{application}}', '{{environment}} {{provider}} {{strategy}}'),
  annotation('Failed deployments', 'red', `deployment_last_completed_timestamp_seconds{${base},outcome!~"success|skip"}`,
    'Deployment of {{application}}: {{outcome}}', '{{environment}} {{provider}} {{strategy}}'),
  annotation('Rollbacks', 'orange', `rollback_last_completed_timestamp_seconds{${base}}`,
    'Rollback of {{application}}: {{outcome}}', '{{environment}} {{provider}} {{reason}}'),
];

/** Lays panels out and numbers them. */
const placed = (panels) => {
  let x = 0, y = 0, height = 0;
  return panels.map(({ size, ...rest }, i) => {
    const [w, h] = size ?? [24, 1];
    if (x + w > 24) {
      x = 0;
      y += height;
      height = 0;
    }
    const gridPos = { h, w, x, y };
    x += w;
    height = Math.max(height, h);
    const more = rest.type === 'row' ? { collapsed: false, panels: [] } : {};
    return { id: i + 1, ...rest, ...more, gridPos };
  });
};

export const dashboard = ({ uid, title, description, from, list, panels }) => ({
  uid,
  title,
  description,
  tags: ['deployment-telemetry'],
  schemaVersion: 39,
  version: 1,
  editable: false,
  graphTooltip: 1,
  refresh: '1m',
  time: { from, to: 'now' },
  timepicker: {},
  timezone: 'browser',
  weekStart: '',
  fiscalYearStartMonth: 0,
  liveNow: false,
  links: [
    {
      type: 'dashboards',
      title: 'Deployment Telemetry',
      tags: ['deployment-telemetry'],
      asDropdown: false,
      includeVars: true,
      keepTime: true,
      targetBlank: false,
      icon: 'external link',
      tooltip: '',
      url: '',
    },
  ],
  annotations: { list: annotations(`${chosen},environment=~"$environment",application=~"$application"`) },
  templating: { list },
  panels: placed(panels),
});
