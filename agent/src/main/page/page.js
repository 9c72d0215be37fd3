(() => {
  "use strict";

  const POLL_MS = 5000;
  const HIDDEN_POLL_MS = 60000;
  const STATUS_MS = 60000;
  const TIMEOUT_MS = 10000;
  const HOUR_MS = 3600000;
  const FEW_ROWS = 20;
  const MOST_ROWS = 600;
  const ALL = "all";
  const BAD = ["failure", "error", "timeout"];
  const UNCOUNTED = ["skip", "cancellation"];
  const KINDS = { deployment: "Deployment", rollback: "Rollback" };

  const at = (id) => document.getElementById(id);

  /** What the agent has told, and what the reader has chosen. */
  const state = {
    startedAt: 0,
    last: 0,
    latest: null,
    wallOffset: 0,
    receivedAt: 0,
    ended: [],
    changes: [],
    samples: {},
    status: null,
    environment: ALL,
    allRows: false,
    lostSince: null,
    failures: 0,
    isFirst: true,
  };

  // ---- elements: every value becomes text, and nothing else

  /** Characters that nobody sees, or that turn round what others see, are named instead. */
  const visible = (value) =>
    String(value).replace(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu,
      (c) => "\u27e8U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "\u27e9");

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    for (const part of content) {
      if (part !== null && part !== undefined && part !== "") {
        made.append(part instanceof Node ? part : visible(part));
      }
    }
    return made;
  }

  const text = (id, value) => {
    const to = at(id);
    const shown = visible(value);
    if (to.textContent !== shown) {
      to.textContent = shown;
    }
  };

  /** A table whose roles are said, because on a narrow screen its parts are no longer displayed as one. */
  function table(className, caption, columns, rows) {
    const role = (made, name) => {
      made.setAttribute("role", name);
      return made;
    };
    const head = role(element("tr", ""), "row");
    for (const column of columns) {
      const th = role(element("th", column.className, column.title), "columnheader");
      th.scope = "col";
      head.append(th);
    }
    const body = role(element("tbody", ""), "rowgroup");
    for (const row of rows) {
      const tr = role(element("tr", row.className), "row");
      row.cells.forEach((content, i) => {
        tr.append(role(element("td", columns[i].className, ...[].concat(content)), "cell"));
      });
      body.append(tr);
    }
    return role(
      element("table", className, element("caption", "unseen", caption), role(element("thead", "", head), "rowgroup"), body),
      "table");
  }

  /** Replaces what an element holds, but only if it differs: a selection or a reader's place is kept. */
  function put(id, key, make) {
    const holder = at(id);
    const now = JSON.stringify(key);
    if (holder.dataset.key !== now) {
      holder.dataset.key = now;
      holder.replaceChildren(...[].concat(make()));
    }
  }

  const empty = (...content) => element("p", "empty", ...content);
  const code = (content) => element("code", "", content);

  // ---- words and numbers; between a number and its unit no line is broken

  const NO_BREAK = "\u00a0";
  const unit = (number, name) => number + NO_BREAK + name;

  function duration(seconds) {
    if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
      return "–";
    }
    if (seconds < 0.001) {
      return "<" + NO_BREAK + unit(1, "ms");
    }
    if (seconds < 0.9995) {
      return unit(Math.round(seconds * 1000), "ms");
    }
    if (seconds < 9.95) {
      return unit(seconds.toFixed(1), "s");
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
      return unit(whole, "s");
    }
    const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
    const first = units.findIndex(([, size]) => whole >= size);
    const [name, size] = units[first];
    const [nextName, nextSize] = units[first + 1];
    const rest = Math.floor((whole % size) / nextSize);
    return unit(Math.floor(whole / size), name) + (rest ? NO_BREAK + unit(rest, nextName) : "");
  }

  const percent = (share) => {
    const value = share * 100;
    return unit(value === 0 || value === 100 ? value : value.toFixed(value < 10 || value > 90 ? 1 : 0), "%");
  };

  function bytes(count) {
    const mebi = count / 1048576;
    if (mebi === 0) {
      return "0";
    }
    return mebi >= 10240
      ? unit((mebi / 1024).toFixed(1), "GiB")
      : unit(mebi < 10 && !Number.isInteger(mebi) ? mebi.toFixed(1) : Math.round(mebi), "MiB");
  }

  const many = (count, one, several) => unit(count.toLocaleString("en"), count === 1 ? one : several);

  /** The time on the wall, by this machine's clock, of a moment that the agent dates from its start. */
  const wall = (agentMs) => new Date(agentMs + state.wallOffset);

  const twoDigits = (number) => String(number).padStart(2, "0");

  const clock = (date, withSeconds) =>
    twoDigits(date.getHours()) + ":" + twoDigits(date.getMinutes()) + (withSeconds ? ":" + twoDigits(date.getSeconds()) : "");

  function time(agentMs) {
    const date = wall(agentMs);
    const isToday = date.toDateString() === new Date().toDateString();
    const made = element(
      "time", "",
      (isToday ? "" : date.toLocaleDateString("en", { day: "numeric", month: "short" }) + " ") + clock(date, true));
    made.dateTime = date.toISOString();
    return made;
  }

  const agentNow = () => state.latest.uptimeMs + (performance.now() - state.receivedAt);

  // ---- what is chosen

  const isChosen = (labels) => state.environment === ALL || (labels.environment || "") === state.environment;
  const chosenTotals = () =>
    state.latest.totals.find((totals) => totals.environment === (state.environment === ALL ? null : state.environment)) ||
    state.latest.totals[0];

  const tone = (outcome) =>
    BAD.includes(outcome) ? "bad" : outcome === "success" || outcome === "skip" ? "good" : "odd";
  const MARKS = { good: "\u2713", bad: "\u2715", odd: "\u2013" };

  const marked = (toneName, word) => {
    const mark = element("span", "mark", MARKS[toneName]);
    mark.setAttribute("aria-hidden", "true");
    return [mark, word];
  };

  function showEnvironments() {
    const names = state.latest.totals.slice(1).map((totals) => totals.environment);
    at("environment-choice").hidden = names.length < 2;
    put("environment", names, () =>
      [ALL, ...names].map((name) => {
        const option = element("option", "", name === ALL ? "all" : name || "(none)");
        option.value = name;
        option.selected = name === state.environment;
        return option;
      }));
  }

  // ---- the four measures

  function showMeasures() {
    const totals = chosenTotals();
    const deployments = totals.deployments;
    const successes = deployments.success || 0;
    const up = state.latest.uptimeMs / 1000;
    if (successes === 0) {
      text("frequency", "–");
      text("frequency-about", "no deployment has succeeded yet");
    } else if (up < 86400) {
      text("frequency", successes.toLocaleString("en"));
      text("frequency-about", "successful in " + duration(up));
    } else {
      text("frequency", (successes / (up / 86400)).toFixed(1) + " a day");
      text("frequency-about", successes.toLocaleString("en") + " successful in " + duration(up));
    }
    const lead = totals.leadTimeSeconds;
    text("lead", lead.count ? duration(lead.p50) : "–");
    if (lead.count) {
      text("lead-about", "median of " + many(lead.count, "change", "changes") + "; " + unit(90, "%") + " within " + duration(lead.p90));
    } else {
      put("lead-about", "none", () => [document.createTextNode("needs "), code("committedAt"), document.createTextNode(" in @Deployment")]);
    }
    if (lead.count) {
      delete at("lead-about").dataset.key;
    }
    const { counted, bad } = counts(deployments);
    const rolledBack = Object.values(totals.rollbacks).reduce((sum, count) => sum + count, 0);
    text("failing", counted ? percent(bad / counted) : "–");
    text(
      "failing-about",
      counted
        ? many(bad, "deployment", "deployments") + " of " + counted.toLocaleString("en") + " failed; " +
          many(rolledBack, "rollback", "rollbacks")
        : "no deployment has ended yet");
    const restore = totals.recoverySeconds;
    text("restore", restore.count ? duration(restore.p50) : "–");
    text(
      "restore-about",
      restore.count ? "median of " + many(restore.count, "recovery", "recoveries") : bad ? "not restored yet" : "nothing had to be restored");
  }

  function counts(byOutcome) {
    let counted = 0;
    let bad = 0;
    for (const [outcome, count] of Object.entries(byOutcome)) {
      counted += UNCOUNTED.includes(outcome) ? 0 : count;
      bad += BAD.includes(outcome) ? count : 0;
    }
    return { counted, bad };
  }

  // ---- deployments and rollbacks

  function showEnded() {
    const all = state.ended.filter((each) => isChosen(each.labels)).reverse();
    const shown = state.allRows ? all : all.slice(0, FEW_ROWS);
    const key = [state.startedAt, state.environment, shown.length, shown.length ? shown[0].id : 0, state.wallOffset];
    put("ended-table", key, () => (all.length ? endedTable(shown) : noneEnded()));
    const more = at("ended-more");
    more.hidden = all.length <= FEW_ROWS;
    more.textContent = state.allRows ? "Show the latest " + FEW_ROWS : "Show all " + all.length;
    more.setAttribute("aria-expanded", String(state.allRows));
    const lost = state.latest.notRemembered || 0;
    at("not-remembered").hidden = lost === 0;
    text(
      "not-remembered",
      many(lost, "call", "calls") + " ended too fast one after the other, or too early, to be listed; the figures count all.");
  }

  function endedTable(rows) {
    return table(
      "ended toned",
      "Deployments and rollbacks that have ended, the latest first",
      [
        { title: "Ended", className: "when" },
        { title: "Application", className: "" },
        { title: "Environment", className: "" },
        { title: "Version", className: "" },
        { title: "Outcome", className: "outcome" },
        { title: "Took", className: "number" },
      ],
      rows.map((each) => ({
        className: tone(each.outcome) + (each.isNew ? " new" : ""),
        cells: [
          time(each.at),
          [
            element(
              "span", "clamp",
              element("span", "name", each.labels.application || "(no application)"), " ",
              element("span", "kind", each.kind, each.labels.reason ? ", " + each.labels.reason : "")),
            each.errorType ? element("span", "error clamp", each.errorType) : "",
          ],
          element("span", "clamp", each.labels.environment || "–"),
          element("span", "clamp", each.version || "–"),
          marked(tone(each.outcome), each.outcome),
          duration(each.seconds),
        ],
      })));
  }

  function noneEnded() {
    if (!state.latest.isRemembered) {
      return empty("Nothing is remembered, because of the option ", code("history=false"), ".");
    }
    return empty(
      state.environment === ALL ? "No deployment or rollback has ended yet. " : "None has ended in this environment yet. ",
      "Methods annotated ", code("@Deployment"), " or ", code("@Rollback"), ", or named in a rule, show up here when they return.");
  }

  function showRunning() {
    const calls = state.latest.running.filter((call) => isChosen(call.labels));
    if (!calls.length) {
      put("running", "none", () => empty("No deployment or rollback is running."));
      return;
    }
    const shown = calls.slice(0, 50);
    put("running", shown.map((call) => [call.kind, call.labels]), () =>
      [
        table(
          "", "Deployments and rollbacks that are running",
          [{ title: "Application", className: "" }, { title: "Environment", className: "" }, { title: "For", className: "number" }],
          shown.map((call) => ({
            className: "",
            cells: [
              element(
                "span", "clamp",
                element("span", "name", call.labels.application || "(no application)"), " ",
                element("span", "kind", call.kind)),
              element("span", "clamp", call.labels.environment || "–"),
              element("span", "elapsed", ""),
            ],
          }))),
        ...(calls.length > 50 ? [empty("and " + (calls.length - 50) + " more")] : []),
      ]);
    tick();
  }

  /** Counts on what runs between two answers. */
  function tick() {
    if (!state.latest || state.lostSince) {
      return;
    }
    const more = (performance.now() - state.receivedAt) / 1000;
    const calls = state.latest.running.filter((call) => isChosen(call.labels));
    document.querySelectorAll(".elapsed").forEach((place, i) => {
      if (calls[i]) {
        place.textContent = duration(Math.floor(calls[i].seconds + more) || calls[i].seconds);
      }
    });
  }

  // ---- success and duration

  function quantile(sorted, share) {
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  }

  function lastHour() {
    const since = agentNow() - HOUR_MS;
    const ended = state.ended.filter((each) => each.kind === "deployment" && each.at >= since && isChosen(each.labels));
    const byOutcome = {};
    for (const each of ended) {
      byOutcome[each.outcome] = (byOutcome[each.outcome] || 0) + 1;
    }
    const seconds = ended.map((each) => each.seconds).sort((one, other) => one - other);
    return {
      deployments: byOutcome,
      durationSeconds: {
        count: seconds.length,
        p50: quantile(seconds, 0.5),
        p90: quantile(seconds, 0.9),
        p99: quantile(seconds, 0.99),
      },
    };
  }

  function showSuccess() {
    const hour = lastHour();
    const start = chosenTotals();
    if (!start.durationSeconds.count) {
      put("success", "none", () => empty("No deployment has ended yet."));
      return;
    }
    const ratio = (of) => {
      const { counted, bad } = counts(of.deployments);
      const good = of.deployments.success || 0;
      return counted ? percent(good / counted) + " (" + good.toLocaleString("en") + " of " + counted.toLocaleString("en") + ")" : "–";
    };
    const took = (of, name) => (of.durationSeconds.count ? duration(of.durationSeconds[name]) : "–");
    const row = (name, show) => [name, state.latest.isRemembered ? show(hour) : "–", show(start)];
    const rows = [
      row("Success ratio", ratio),
      row("Half within", (of) => took(of, "p50")),
      row("90 % within", (of) => took(of, "p90")),
      row("99 % within", (of) => took(of, "p99")),
    ];
    put("success", rows, () =>
      [
        table(
          "", "Deployments: success ratio and percentiles of their duration",
          [
            { title: element("span", "unseen", "Figure"), className: "" },
            { title: "Last hour", className: "number" },
            { title: "Since the start", className: "number" },
          ],
          rows.map((cells) => ({ className: "", cells }))),
      ]);
  }

  // ---- health

  function showHealth() {
    const checks = state.latest.health;
    if (!checks) {
      text("health-summary", "");
      put("health", "untold", () => empty("Who sees the checks is said by the option ", code("health.details"), "."));
      put("changes", "untold", () => []);
      return;
    }
    if (!checks.length) {
      text("health-summary", "");
      put("health", "none", () =>
        empty("There is no check. Annotate a method ", code("@HealthCheck"), ", or declare one by URL, port or database in the configuration file."));
      put("changes", "none", () => []);
      return;
    }
    const down = checks.filter((check) => check.status === "DOWN").length;
    text("health-summary", down ? down + " of " + checks.length + " down" : checks.length + " checks, none down");
    const to = state.latest.uptimeMs;
    const from = Math.max(0, to - HOUR_MS);
    put("health", [checks, Math.round(to / POLL_MS)], () => {
      const list = element("ul", "checks", ...checks.map((check) => checkItem(check, from, to)));
      list.setAttribute("role", "list");
      return [list, element("div", "scale", element("span", "", clock(wall(from))), element("span", "", "now"))];
    });
    const changes = state.changes.slice(-8).reverse();
    put("changes", [changes.map((change) => change.id), state.wallOffset], () =>
      changes.length
        ? [
            table(
              "toned", "Changes of health, the latest first",
              [{ title: "When", className: "when" }, { title: "Check", className: "" }, { title: "Became", className: "outcome" }],
              changes.map((change) => ({
                className: statusTone(change.status),
                cells: [
                  time(change.at),
                  [element("span", "", change.check), change.error ? element("span", "error clamp", change.error) : ""],
                  marked(statusTone(change.status), change.status),
                ],
              }))),
          ]
        : []);
  }

  const statusTone = (status) => (status === "UP" ? "good" : status === "DOWN" ? "bad" : "odd");

  function checkItem(check, from, to) {
    const strip = element("div", "strip");
    strip.setAttribute("role", "img");
    const times = { DOWN: 0, UNKNOWN: 0 };
    const parts = check.strip || [];
    parts.forEach(([since, status], i) => {
      const begin = Math.max(from, since);
      const end = i + 1 < parts.length ? parts[i + 1][0] : to;
      if (status !== "" && end > begin) {
        const part = element("i", status.toLowerCase());
        part.style.left = (100 * (begin - from)) / (to - from) + "%";
        part.style.width = (100 * (end - begin)) / (to - from) + "%";
        strip.append(part);
        if (status in times) {
          times[status] += end - begin;
        }
      }
    });
    // what was down between two samples is in no strip
    for (const change of state.changes) {
      if (change.check === check.check && change.status === "DOWN" && change.at >= from) {
        const moment = element("i", "down moment");
        moment.style.left = (100 * (change.at - from)) / (to - from) + "%";
        strip.append(moment);
      }
    }
    const spent = ["DOWN", "UNKNOWN"].filter((status) => times[status]).map((status) => status.toLowerCase() + " for " + duration(times[status] / 1000));
    strip.setAttribute(
      "aria-label",
      visible(check.check) + (parts.length ? ": " + (spent.join(", ") || "always up") + " in " + duration((to - from) / 1000) : ": not sampled yet"));
    return element(
      "li", "check " + statusTone(check.status),
      element("div", "check-head",
        element("span", "clamp", check.check, " ", element("small", "", check.group)),
        element("span", "state outcome", ...marked(statusTone(check.status), check.status))),
      strip,
      check.error ? element("span", "error clamp", check.error) : "");
  }

  // ---- charts

  const charts = {};
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  /**
   * Draws a chart, or redraws it. data: x in seconds, then a list for each of the lines. What is below
   * the pointer is written beside the title; what the chart shows is said in words too.
   */
  function draw(id, spec, data, words) {
    at(id).setAttribute("aria-label", words);
    charts[id] = charts[id] || {};
    const chart = charts[id];
    chart.spec = spec;
    chart.data = data;
    if (!chart.plot) {
      chart.plot = new uPlot(options(id, chart), data, at(id));
    } else {
      chart.plot.setData(data);
    }
    if (!chart.isHovered) {
      text(id + "-value", spec.now);
    }
  }

  function options(id, chart) {
    const quiet = colour("quiet");
    const font = "12px system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif";
    const axis = { stroke: quiet, font, ticks: { show: false }, grid: { stroke: colour("line"), width: 1 }, gap: 4 };
    return {
      width: Math.max(120, at(id).clientWidth),
      height: Math.max(80, at(id).clientHeight),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: chart.spec.bars !== true, size: 5 }, drag: { x: false, y: false }, sync: { key: "page" } },
      scales: { x: { time: false, range: () => xRange() }, y: { range: (u, min, max) => [0, chart.spec.top(max || 0)] } },
      axes: [
        { ...axis, size: 22, space: 64, grid: { show: false }, incrs: [60, 120, 300, 600, 900, 1800], values: (u, splits) => splits.map((s) => clock(new Date(s * 1000))) },
        { ...axis, size: chart.spec.room, space: 26, incrs: chart.spec.steps, values: (u, splits) => splits.map(chart.spec.tick) },
      ],
      series: [{}, ...chart.spec.lines.map((line) => ({
        stroke: line.colour && colour(line.colour),
        fill: line.fill && colour(line.fill),
        width: line.width === undefined ? 1.5 : line.width,
        dash: line.dash,
        points: { show: false },
        spanGaps: false,
        paths: line.paths && line.paths(),
      }))],
      hooks: {
        setCursor: [
          (u) => {
            const index = u.cursor.idx;
            chart.isHovered = index !== null && index !== undefined && u.cursor.left >= 0;
            const shown = chart.isHovered
              ? clock(new Date(u.data[0][index] * 1000), chart.spec.bars !== true) + "  " + chart.spec.at(u.data, index)
              : chart.spec.now;
            text(id + "-value", shown);
          },
        ],
      },
    };
  }

  /** The last hour; less where the agent has not been there for so long. */
  function xRange() {
    const now = wall(agentNow()) / 1000;
    const span = Math.min(HOUR_MS / 1000, Math.max(300, agentNow() / 1000));
    return [now - span, now];
  }

  function redrawAll() {
    for (const [id, chart] of Object.entries(charts)) {
      chart.plot.destroy();
      chart.plot = null;
      draw(id, chart.spec, chart.data, at(id).getAttribute("aria-label"));
    }
  }

  /** How much a counter has grown for each sample, by a second of the time between. */
  function rates(times, counter, factor) {
    return counter.map((value, i) =>
      i === 0 || value === null || counter[i - 1] === null || times[i] <= times[i - 1]
        ? null
        : ((value - counter[i - 1]) / (times[i] - times[i - 1])) * factor);
  }

  const known = (values) => values.filter((value) => value !== null);
  const latest = (values) => { const all = known(values); return all.length ? all[all.length - 1] : null; };

  function words(name, values, show) {
    const all = known(values);
    return all.length
      ? name + " now " + show(all[all.length - 1]) + ", from " + show(all.reduce((a, b) => Math.min(a, b))) + " to " +
          show(all.reduce((a, b) => Math.max(a, b))) + " in the time shown"
      : name + ": nothing known";
  }

  function showCharts() {
    const samples = state.samples;
    const times = samples.at || [];
    const hasSome = times.length > 1;
    at("jvm").hidden = !hasSome;
    at("jvm-empty").hidden = hasSome;
    text(
      "jvm-empty",
      state.latest.isRemembered ? "The first samples come some seconds after the start." : "No samples are taken, because of the option history=false.");
    document.querySelector(".wide").hidden = !hasSome;
    if (!hasSome) {
      return;
    }
    const x = times.map((t) => wall(t) / 1000);
    const line = { colour: "accent", fill: "area" };
    const most = latest(samples.heapMost);
    const roof = (least) => (max) => Math.max(least, max * 1.1);
    draw(
      "heap",
      {
        lines: [line, { colour: "quiet", dash: [3, 3], width: 1 }],
        room: 56,
        steps: Array.from({ length: 24 }, (unused, i) => 2 ** (i + 18)),
        top: roof(1048576),
        tick: (v) => bytes(v),
        now: bytes(latest(samples.heapUsed)) + " of " + bytes(most),
        at: (data, i) => bytes(data[1][i]) + " used, " + bytes(data[2][i]) + " committed",
      },
      [x, samples.heapUsed, samples.heapCommitted],
      words("Heap in use", samples.heapUsed, bytes) + "; at most " + bytes(most) + " may be");
    const cores = rates(times, samples.cpuMs, 1);
    const inCores = (v) => v.toFixed(v < 10 ? 2 : 1);
    shareChart("cpu", line, x, cores, state.latest.processors, inCores, "Processors in use", " of " + state.latest.processors);
    const gc = rates(times, samples.gcMs, 100);
    shareChart("gc", line, x, gc, 5, (v) => (v && v < 10 ? v.toFixed(1) : Math.round(v)) + " %", "Share of time in garbage collection", "");
    const whole = (v) => String(Math.round(v));
    shareChart("threads", line, x, samples.threads, 10, whole, "Threads", "");
    drawActivity(times);
  }

  function shareChart(id, line, x, values, least, show, name, of) {
    const now = latest(values);
    draw(
      id,
      {
        lines: [line],
        room: 44,
        top: (max) => Math.max(least, max * 1.1),
        tick: (v) => (id === "gc" ? v + " %" : String(v)),
        now: now === null ? "not known" : show(now) + of,
        at: (data, i) => (data[1][i] === null ? "not known" : show(data[1][i]) + of),
      },
      [x, values],
      words(name, values, show));
  }

  /** Bars of a minute each, the failed at the bottom, and a line for what ran. */
  function drawActivity(times) {
    const samples = state.samples;
    const isFromStart = state.latest.uptimeMs < HOUR_MS;
    const grown = (counter, i) => counter[i] - (i ? counter[i - 1] : isFromStart ? 0 : counter[0]);
    const minutes = new Map();
    times.forEach((t, i) => {
      const minute = Math.floor(wall(t) / 60000);
      const bar = minutes.get(minute) || { ended: 0, failed: 0, running: 0 };
      bar.ended += grown(samples.ended, i);
      bar.failed += grown(samples.failed, i);
      bar.running = Math.max(bar.running, samples.running[i] || 0);
      minutes.set(minute, bar);
    });
    const bars = [...minutes.values()];
    const bar = () => uPlot.paths.bars({ size: [0.7, 14], align: 1 });
    const step = () => uPlot.paths.stepped({ align: 1 });
    const sum = (name) => bars.reduce((all, each) => all + each[name], 0);
    const say = (ended, failed, running) => ended + " ended, " + failed + " failed; " + running + " running";
    draw(
      "activity",
      {
        bars: true,
        lines: [
          { fill: "bar", width: 0, paths: bar },
          { fill: "bad", width: 0, paths: bar },
          { colour: "accent", width: 1.5, paths: step },
        ],
        room: 30,
        steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000, 1000000],
        top: (max) => Math.max(4, Math.ceil(max * 1.15)),
        tick: (v) => v.toLocaleString("en"),
        now: say(sum("ended"), sum("failed"), state.latest.running.length),
        at: (data, i) => say(data[1][i], data[2][i], data[3][i]),
      },
      [[...minutes.keys()].map((minute) => minute * 60), bars.map((b) => b.ended), bars.map((b) => b.failed), bars.map((b) => b.running)],
      "Deployments and rollbacks, in the time shown: " + say(sum("ended"), sum("failed"), state.latest.running.length) + " now");
  }

  // ---- what is woven

  function showWoven() {
    const status = state.status;
    if (!status) {
      return;
    }
    if (status.refused) {
      put("woven", status.refused, () => empty(status.refused));
      return;
    }
    text("version", "Agent " + status.version + " on Java " + status.jvm.version + ", " + status.jvm.name);
    at("metrics-link").setAttribute("href", status.configuration["metrics.path"].value.replace(/^\/+/, ""));
    const key = [status.woven, status.skipped, status.notes, status.rules, status.problems];
    put("woven", key, () => {
      const idle = status.rules.filter((rule) => rule.methods === 0);
      const reasons = (what) => [{ title: what, className: "" }, { title: "Reason", className: "" }];
      const parts = [
        list("Woven", status.woven.length, "Methods that are woven",
          [{ title: "Method", className: "" }, { title: "Labels", className: "labels" }],
          status.woven.map((method) => [
            [element("span", "kind", "@" + annotation(method.kind) + " "), code(method.class.split(".").pop() + "." + method.method)],
            Object.entries(method.labels).map(([name, value]) => name + "=" + value).join("  "),
          ])),
        list("Not woven", status.skipped.length, "What was left as it was, and why", reasons("What"),
          status.skipped.map((each) => [code(each.what), each.reason]), true),
        list("Woven otherwise than written", status.notes.length, "Values that are not what their authors wrote", reasons("Where"),
          status.notes.map((each) => [code(each.where), each.reason]), true),
        list("Rules that match nothing", idle.length, "Rules of the configuration file that match no method yet",
          [{ title: "Rule", className: "" }], idle.map((rule) => [code(rule.rule)]), true),
        list("Problems of the configuration", status.problems.length, "What is wrong in the configuration",
          [{ title: "Problem", className: "" }], status.problems.map((problem) => [problem]), true),
      ].filter((part) => part !== null);
      return status.woven.length
        ? parts
        : [
            empty("No method is woven yet. Annotate one ", code("@Deployment"), ", or name it in the configuration file; classes are woven when they are loaded."),
            ...parts,
          ];
    });
  }

  const annotation = (kind) => kind.split("_").map((word) => word[0].toUpperCase() + word.slice(1)).join("");

  function list(title, count, caption, columns, rows, isOpen) {
    if (!count) {
      return null;
    }
    const made = element(
      "details", "",
      element("summary", "", title, element("small", "", count.toLocaleString("en"))),
      table("wovens", caption, columns, rows.slice(0, MOST_ROWS).map((cells) => ({ className: "", cells }))),
      rows.length > MOST_ROWS ? empty("and " + (rows.length - MOST_ROWS) + " more in /status") : "");
    made.open = Boolean(isOpen) || rows.length <= 12;
    return made;
  }

  // ---- what is new

  /** Says what has gone wrong since the last answer, for those who do not see it. */
  function tellNews(ended, changes) {
    const bad = ended.filter((each) => tone(each.outcome) === "bad");
    const down = changes.filter((change) => change.status === "DOWN");
    const said = [
      ...bad.slice(-3).map((each) =>
        (KINDS[each.kind] || each.kind) + " of " + (each.labels.application || "an application") +
        (each.labels.environment ? " to " + each.labels.environment : "") + ": " + each.outcome),
      ...down.slice(-3).map((change) => "Health check " + change.check + " is down"),
    ];
    if (said.length) {
      const others = bad.length + down.length - said.length;
      text("news", said.join(". ") + (others > 0 ? ". And " + others + " more." : "."));
    }
  }

  // ---- asking the agent

  /** Asks for a text; the time is for all of it. */
  async function ask(path) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      const reply = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: stop.signal });
      return { ok: reply.ok, text: await reply.text() };
    } finally {
      clearTimeout(timer);
    }
  }

  let nextPoll = 0;
  let isAsking = false;

  function schedule(millis) {
    clearTimeout(nextPoll);
    nextPoll = setTimeout(poll, millis);
  }

  /** Asks what is new; never while an answer is awaited. */
  async function poll() {
    if (isAsking) {
      return;
    }
    isAsking = true;
    try {
      const reply = await ask("history?after=" + state.last);
      if (!reply.ok) {
        refused(reply.text);
      } else if (!take(JSON.parse(reply.text))) {
        schedule(0);
        return;
      } else {
        show();
      }
    } catch (failure) {
      lost();
    } finally {
      isAsking = false;
    }
    const patience = Math.min(HIDDEN_POLL_MS, POLL_MS * 2 ** state.failures);
    schedule(document.hidden ? HIDDEN_POLL_MS : patience);
  }

  /** Takes an answer; returns whether it is of the process that was asked before. */
  function take(answer) {
    if (state.startedAt && answer.startedAt !== state.startedAt) {
      Object.assign(state, { startedAt: 0, last: 0, ended: [], changes: [], samples: {}, isFirst: true });
      return false;
    }
    const skew = Date.now() - answer.now;
    const offset = answer.now - answer.uptimeMs + (Math.abs(skew) > 2000 ? skew : 0);
    if (Math.abs(offset - state.wallOffset) > 1000) {
      state.wallOffset = offset;
    }
    const isFirst = state.isFirst;
    const ended = (answer.ended || []).map((each, i) => ({ ...each, id: answer.last + "." + i, isNew: !isFirst }));
    const changes = (answer.healthChanges || []).map((change, i) => ({ ...change, id: answer.last + "." + i }));
    Object.assign(state, {
      startedAt: answer.startedAt,
      last: answer.last || 0,
      latest: answer,
      receivedAt: performance.now(),
      lostSince: null,
      failures: 0,
      isFirst: false,
    });
    state.ended.forEach((each) => {
      each.isNew = false;
    });
    state.ended = state.ended.concat(ended).slice(-MOST_ROWS);
    state.changes = state.changes.concat(changes).slice(-200);
    for (const [name, values] of Object.entries(answer.samples || {})) {
      state.samples[name] = (state.samples[name] || []).concat(values);
    }
    forgetOldSamples();
    if (!isFirst) {
      tellNews(ended, changes);
    }
    return true;
  }

  function forgetOldSamples() {
    const times = state.samples.at || [];
    const since = state.latest.uptimeMs - HOUR_MS;
    const first = times.findIndex((t) => t >= since);
    if (first > 0) {
      for (const name of Object.keys(state.samples)) {
        state.samples[name] = state.samples[name].slice(first);
      }
    }
  }

  function refused(why) {
    state.failures++;
    at("notice").hidden = false;
    text("notice", why.trim().slice(0, 500) || "The agent refuses to answer.");
    showConnection("The agent does not tell", true);
  }

  function lost() {
    state.failures++;
    if (!state.lostSince) {
      state.lostSince = new Date();
    }
    showConnection("The application does not answer since " + clock(state.lostSince, true), true);
  }

  function showConnection(words, isLost) {
    at("connection").className = isLost ? "lost" : "";
    text("connection-text", words);
  }

  function show() {
    at("notice").hidden = true;
    showConnection("Live", false);
    text("process", "running for " + duration(Math.floor(state.latest.uptimeMs / 1000)));
    showEnvironments();
    showMeasures();
    showEnded();
    showRunning();
    showSuccess();
    showHealth();
    showCharts();
  }

  async function pollStatus() {
    try {
      if (!document.hidden) {
        const reply = await ask("status");
        state.status = reply.ok ? JSON.parse(reply.text) : { refused: reply.text.trim() };
        showWoven();
      }
    } catch (failure) {
      // the other answers, which come more often, say that the application is gone
    }
    setTimeout(pollStatus, STATUS_MS);
  }

  at("environment").addEventListener("change", (event) => {
    state.environment = event.target.value;
    state.allRows = false;
    show();
  });
  at("ended-more").addEventListener("click", () => {
    state.allRows = !state.allRows;
    showEnded();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      schedule(0);
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
  new ResizeObserver(() => {
    for (const [id, chart] of Object.entries(charts)) {
      const width = at(id).clientWidth;
      if (chart.plot && width > 0 && Math.abs(width - chart.plot.width) > 1) {
        chart.plot.setSize({ width, height: chart.plot.height });
      }
    }
  }).observe(document.querySelector("main"));
  setInterval(tick, 1000);
  poll();
  pollStatus();
})();
