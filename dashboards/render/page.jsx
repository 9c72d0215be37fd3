// Shows one dashboard with Grafana's own libraries: variables, macros, layout, panel chrome, field options, transformations, and
// the parts that panels are drawn with. The panels themselves are in no library; `panels` below puts the parts together.
import React from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router-dom';
import { from, of, map } from 'rxjs';
import * as data from '@grafana/data';
import * as runtime from '@grafana/runtime';
import * as scenes from '@grafana/scenes';
import * as ui from '@grafana/ui';

const theme = data.createTheme({ colors: { mode: 'dark' } });
runtime.config.theme2 = theme;
runtime.config.theme = theme.v1;

// The options that all fields have, with Grafana's processors.
const option = (id, process, defaultValue) => ({
  id, path: id, name: id, description: '', category: [''], settings: {}, process, defaultValue,
  editor: () => null, override: () => null, shouldApply: () => true, getItemsCount: () => 0,
});
data.standardFieldConfigEditorRegistry.setInit(() => [
  option('unit', data.unitOverrideProcessor),
  option('min', data.numberOverrideProcessor),
  option('max', data.numberOverrideProcessor),
  option('decimals', data.numberOverrideProcessor),
  option('displayName', data.displayNameOverrideProcessor),
  option('color', data.identityOverrideProcessor, { mode: 'thresholds' }),
  option('noValue', data.stringOverrideProcessor),
  option('links', data.identityOverrideProcessor),
  option('mappings', data.valueMappingsOverrideProcessor, []),
  option('thresholds', data.thresholdsOverrideProcessor, { mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }] }),
]);
data.standardEditorsRegistry.setInit(() =>
  ['number', 'text', 'boolean', 'select', 'radio', 'unit', 'color', 'slider', 'multi-select', 'field-color', 'strings', 'thresholds', 'mappings']
    .map((id) => ({ id, name: id, editor: () => null })));
data.standardTransformersRegistry.setInit(() =>
  [...new Map(Object.values(data.standardTransformers).map((transformation) => [transformation.id, transformation])).values()]
    .map((transformation) => ({ id: transformation.id, name: transformation.name, editor: () => null, transformation })));

// A Prometheus data source over its HTTP API.
const ask = async (path, parameters) => {
  const answer = await (await fetch(`/prometheus/api/v1/${path}?${new URLSearchParams(parameters)}`)).json();
  if (answer.status !== 'success') {
    throw new Error(`${answer.errorType}: ${answer.error}`);
  }
  return answer.data;
};
const escaped = (value) => String(value).replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
const asRegex = (value) =>
  Array.isArray(value) ? (value.length === 1 ? value[0] : `(${value.map(escaped).join('|')})`) : String(value);
const frame = ({ refId, legendFormat }, { __name__, ...labels }, values) => {
  const name = legendFormat?.replace(/\{\{(\w+)}}/g, (_, label) => labels[label] ?? '');
  return data.toDataFrame({
    refId,
    name,
    fields: [
      { name: 'Time', type: data.FieldType.time, values: values.map(([time]) => time * 1000), config: {} },
      { name: 'Value', type: data.FieldType.number, labels, values: values.map(([, value]) => Number(value)), config: name ? { displayNameFromDS: name } : {} },
    ],
  });
};
const tableOf = ({ refId }, series) => {
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return data.toDataFrame({
    refId,
    fields: [
      { name: 'Time', type: data.FieldType.time, values: series.map(({ value }) => value[0] * 1000) },
      ...labels.map((label) => ({ name: label, type: data.FieldType.string, values: series.map(({ metric }) => metric[label] ?? '') })),
      { name: `Value #${refId}`, type: data.FieldType.number, values: series.map(({ value }) => Number(value[1])) },
    ],
  });
};
const prometheus = {
  uid: 'prometheus',
  name: 'Prometheus',
  type: 'prometheus',
  meta: { id: 'prometheus', name: 'Prometheus', info: { logos: { small: '' } }, module: '' },
  interval: `${window.render.scrape}s`,
  getRef: () => ({ type: 'prometheus', uid: 'prometheus' }),
  getDefaultQuery: () => ({}),
  query: (request) => from(run(request)),
  metricFindQuery: async (query) => {
    const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(query.query ?? query);
    const scene = window.scene;
    return (await ask(`label/${label}/values`, { 'match[]': scenes.sceneGraph.interpolate(scene, selector, {}, asRegex) })).map((text) => ({ text }));
  },
};
const run = async (request) => {
  const panel = request.scopedVars.__sceneObject.value.valueOf();
  const { scrape } = window.render;
  const step = Math.max(scrape, Math.ceil(request.intervalMs / 1000));
  const seconds = Math.round((request.range.to - request.range.from) / 1000);
  const variables = {
    ...request.scopedVars,
    __interval: { value: `${step}s` },
    __rate_interval: { value: `${Math.max(step + scrape, 4 * scrape)}s` },
    __range: { value: `${seconds}s` },
    __range_s: { value: seconds },
  };
  const frames = [];
  try {
    for (const target of request.targets) {
      const query = scenes.sceneGraph.interpolate(panel, target.expr, variables, asRegex);
      if (target.instant) {
        const { result } = await ask('query', { query, time: request.range.to.unix() });
        frames.push(...(target.format === 'table' ? [tableOf(target, result)] : result.map(({ metric, value }) => frame(target, metric, [value]))));
      } else {
        const start = Math.floor(request.range.from.unix() / step) * step; // as Grafana does
        const { result } = await ask('query_range', { query, start, end: request.range.to.unix(), step });
        frames.push(...result.map(({ metric, values }) => frame(target, metric, values)));
      }
    }
    return { data: frames, state: 'Done' };
  } catch ({ message }) {
    return { data: frames, state: 'Error', error: { message }, errors: [{ message }] };
  }
};
runtime.setDataSourceSrv({
  get: async () => prometheus,
  getList: () => [prometheus],
  getInstanceSettings: () => ({ ...prometheus, jsonData: {} }),
  reload() {},
  registerRuntimeDataSource() {},
});
runtime.setTemplateSrv({ replace: (text) => text, getVariables: () => [], containsTemplate: () => false, updateTimeRange() {} });
runtime.setBackendSrv({ get: async () => ({}), fetch: () => of({ data: {} }) });
runtime.setAppEvents(new data.EventBusSrv());
runtime.setRunRequest((source, request) => source.query(request).pipe(map(({ data: series, ...rest }) =>
  ({ series, annotations: [], timeRange: request.range, request: { ...request, endTime: Date.now() }, ...rest }))));

// Panels.
const displayed = (props) => data.getFieldDisplayValues({
  fieldConfig: props.fieldConfig,
  reduceOptions: props.options.reduceOptions,
  replaceVariables: props.replaceVariables,
  theme,
  data: props.data.series,
  timeZone: props.timeZone,
});
const Text = ({ x, y, anchor = 'end', children }) => (
  <text x={x} y={y} fontSize="11" textAnchor={anchor} dominantBaseline="middle" fill={theme.colors.text.secondary}>{children}</text>
);
const Times = ({ x, width, y, range }) => [0, 0.25, 0.5, 0.75, 1].map((share) => (
  <Text key={share} x={x + share * width} y={y} anchor={['start', 'middle', 'end'][Math.ceil(share * 2 * 0.99)]}>
    {data.dateTimeFormat(range.from.valueOf() + share * (range.to - range.from), { format: 'HH:mm' })}
  </Text>
));
const across = (range, x, width) => (time) => x + ((time - range.from) / (range.to - range.from)) * width;

const Stat = (props) => {
  const values = displayed(props);
  return (
    <div style={{ display: 'flex' }}>
      {values.map(({ display }, i) => (
        <ui.BigValue key={i} value={display} width={props.width / values.length} height={props.height} theme={theme} colorMode="value" graphMode="none"
          textMode={props.options.textMode === 'auto' ? (values.length > 1 ? 'value_and_name' : 'value') : props.options.textMode} justifyMode="auto" />
      ))}
    </div>
  );
};
const Bars = (props) => {
  const values = displayed(props);
  const height = Math.min(36, props.height / values.length - 6);
  return values.map((value, i) => (
    <div key={i} style={{ marginBottom: 6 }}>
      <ui.BarGauge value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex)} width={props.width} height={height}
        theme={theme} orientation="horizontal" displayMode={props.options.displayMode} showUnfilled namePlacement={props.options.namePlacement} itemSpacing={8} lcdCellWidth={8}
        alignmentFactors={{ title: values.map(({ display }) => display.title).sort((a, b) => b.length - a.length)[0], text: '000000' }} />
    </div>
  ));
};
const Table = ({ data: { series: [table] } }) => (
  <table style={{ width: '100%' }}>
    <thead><tr>{table.fields.map((field, i) => <th key={i} style={{ padding: 4, color: theme.colors.text.link }}>{data.getFieldDisplayName(field, table)}</th>)}</tr></thead>
    <tbody>
      {Array.from({ length: table.length }, (_, row) => (
        <tr key={row} style={{ borderTop: `1px solid ${theme.colors.border.weak}` }}>
          {table.fields.map((field, i) => {
            const value = field.values[row];
            const shown = field.display(value);
            return (
              <td key={i} style={{ padding: 4, color: field.config.custom?.cellOptions?.type === 'color-text' ? shown.color : undefined }}>
                {value == null ? '' : data.formattedValueToString(shown)}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  </table>
);
const Lines = (props) => (
  <ui.TimeSeries frames={props.data.series} structureRev={props.data.structureRev} timeRange={props.timeRange} timeZone="browser" width={props.width} height={props.height}
    legend={props.options.legend} theme={theme} options={props.options} />
);
const StateTimeline = ({ data: { series }, width, height, timeRange }) => {
  const left = 200;
  const x = across(timeRange, left, width - left);
  const each = (height - 16) / series.length;
  return (
    <svg width={width} height={height}>
      {series.map(({ fields: [times, states] }, i) => (
        <g key={i}>
          <Text x={left - 8} y={(i + 0.5) * each}>{states.config.displayNameFromDS}</Text>
          {states.values.map((state, j) => (
            <rect key={j} x={Math.max(left, x(times.values[j]))} y={i * each + each * 0.1} height={each * 0.8} fill={states.display(state).color} fillOpacity="0.75"
              width={Math.max(0, x(times.values[j + 1] ?? timeRange.to) - Math.max(left, x(times.values[j])) + 0.5)} />
          ))}
        </g>
      ))}
      <Times x={left} width={width - left} y={height - 6} range={timeRange} />
    </svg>
  );
};
const Heatmap = ({ data: { series }, width, height, timeRange, options }) => {
  const left = 60;
  const x = across(timeRange, left, width - left);
  const bound = ({ fields: [, { labels }] }) => Number(labels.le.replace('+Inf', 'Infinity'));
  const sorted = [...series].sort((a, b) => bound(a) - bound(b));
  const each = (height - 16) / sorted.length;
  const format = data.getValueFormat(options.yAxis.unit);
  const cells = sorted.flatMap(({ fields: [times, counts] }, i) => counts.values.map((count, j) => ({
    i,
    from: Math.max(left, x(times.values[j - 1] ?? timeRange.from.valueOf())),
    to: x(times.values[j]),
    count: count - (i ? sorted[i - 1].fields[1].values[j] : 0),
  })));
  const most = Math.max(...cells.map(({ count }) => count));
  return (
    <svg width={width} height={height}>
      {sorted.map((one, i) => (
        <Text key={i} x={left - 6} y={height - 16 - (i + 0.5) * each}>{Number.isFinite(bound(one)) ? data.formattedValueToString(format(bound(one), 0)) : '+Inf'}</Text>
      ))}
      {cells.filter(({ count }) => count > 1e-9).map(({ i, from: start, to, count }, key) => (
        <rect key={key} x={start} y={height - 16 - (i + 1) * each + 1} width={Math.max(1, to - start - 1)} height={each - 1}
          fill={theme.visualization.getColorByName('blue')} fillOpacity={(count / most) ** options.color.exponent} />
      ))}
      <Times x={left} width={width - left} y={height - 6} range={timeRange} />
    </svg>
  );
};

const OrNoData = (Panel) => (props) =>
  props.data.series.some(({ length }) => length > 0)
    ? <Panel {...props} />
    : <div style={{ height: props.height, display: 'flex', alignItems: 'center', justifyContent: 'center', color: theme.colors.text.secondary }}>No data</div>;
const custom = {
  drawStyle: 'line', lineInterpolation: 'linear', lineWidth: 1, fillOpacity: 0, showPoints: 'auto', pointSize: 5, axisPlacement: 'auto', spanNulls: false,
  stacking: { mode: 'none', group: 'A' }, scaleDistribution: { type: 'linear' }, thresholdsStyle: { mode: 'off' }, hideFrom: { viz: false, legend: false, tooltip: false },
  gradientMode: 'none', cellOptions: { type: 'auto' },
};
const panels = Object.fromEntries(
  Object.entries({ stat: Stat, bargauge: Bars, table: Table, timeseries: Lines, 'state-timeline': StateTimeline, heatmap: Heatmap }).map(([id, Panel]) => {
    const plugin = new data.PanelPlugin(OrNoData(Panel));
    plugin.meta = { id, name: id, module: id, baseUrl: '', sort: 1, info: { version: '', logos: { small: '', large: '' }, author: { name: '' }, links: [], screenshots: [], updated: '' } };
    plugin.useFieldConfig({
      useCustomConfig: (builder) => Object.entries(custom).forEach(([path, defaultValue]) => builder.addCustomEditor({
        id: path, path, name: path, defaultValue, editor: () => null, override: () => null, process: data.identityOverrideProcessor, shouldApply: () => true,
      })),
    });
    return [id, plugin];
  }));
runtime.setPluginImportUtils({
  importPanelPlugin: async (id) => panels[id] ?? Promise.reject(new Error(`no panel ${id}`)),
  getPanelPluginFromCache: (id) => panels[id],
});

// The dashboard as a scene.
class RowTitle extends scenes.SceneObjectBase {
  static Component = ({ model }) => <h4 style={{ margin: '8px 0 0' }}>{model.state.title}</h4>;
}
const variable = ({ type, name, label, query, current, includeAll, multi, allValue, datasource, refresh, sort }) => {
  switch (type) {
    case 'datasource':
      return new scenes.DataSourceVariable({ name, label, pluginId: query, value: 'prometheus', text: 'Prometheus' });
    case 'query':
      return new scenes.QueryVariable({ name, label, query, datasource, refresh, sort, includeAll, isMulti: multi, allValue, value: current.value, text: current.text });
    case 'custom':
      return new scenes.CustomVariable({ name, label, query, value: current.value, text: current.text });
    default:
      throw new Error(`variable type ${type}`);
  }
};
const body = (panel) => {
  if (panel.type === 'row') {
    return new RowTitle({ title: panel.title });
  }
  const queries = new scenes.SceneQueryRunner({ datasource: panel.datasource, queries: panel.targets, minInterval: panel.interval });
  return new scenes.VizPanel({
    title: panel.title,
    description: panel.description,
    pluginId: panel.type,
    pluginVersion: '12',
    options: panel.options,
    fieldConfig: panel.fieldConfig,
    $data: panel.transformations ? new scenes.SceneDataTransformer({ $data: queries, transformations: panel.transformations }) : queries,
  });
};

const dashboard = await (await fetch(window.render.dashboard)).json();
const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * 38 + 160;
window.scene = new scenes.EmbeddedScene({
  $timeRange: new scenes.SceneTimeRange({ from: window.render.from, to: 'now' }),
  $variables: new scenes.SceneVariableSet({ variables: dashboard.templating.list.map(variable) }),
  controls: [new scenes.VariableValueSelectors({})],
  body: new scenes.SceneGridLayout({
    isDraggable: false,
    isResizable: false,
    children: dashboard.panels.map((panel) => new scenes.SceneGridItem({
      x: panel.gridPos.x, y: panel.gridPos.y, width: panel.gridPos.w, height: panel.gridPos.h, isDraggable: false, isResizable: false, body: body(panel),
    })),
  }),
});
/** What each panel has come to. */
window.report = () => window.scene.state.body.state.children.map((item) => item.state.body).filter((panel) => panel instanceof scenes.VizPanel).map((panel) => {
  const shown = scenes.sceneGraph.getData(panel).state.data;
  return {
    title: panel.state.title,
    type: panel.state.pluginId,
    state: shown?.state,
    series: shown?.series.filter(({ length }) => length > 0).length,
    errors: (shown?.errors ?? []).map(({ message }) => message),
    missing: panel.state._pluginLoadError,
  };
});
createRoot(document.getElementById('root')).render(
  <data.ThemeContext.Provider value={theme}>
    <ui.GlobalStyles />
    <MemoryRouter>
      <div style={{ height, padding: 16, display: 'flex', flexDirection: 'column', background: theme.colors.background.canvas, color: theme.colors.text.primary }}>
        <h2>{dashboard.title}</h2>
        <window.scene.Component model={window.scene} />
      </div>
    </MemoryRouter>
  </data.ThemeContext.Provider>,
);
