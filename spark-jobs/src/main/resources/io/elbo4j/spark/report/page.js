"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const faded = (colour, share) => colour + Math.round(255 * share).toString(16).padStart(2, "0");
  const short = value => {
    const size = Math.abs(value);
    if (size === 0) return "0";
    if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace(".0e", "e").replace("e+", "e");
    return value.toLocaleString("en", { maximumSignificantDigits: 4 });
  };
  // Of a logarithmic axis, the ticks that are read at once.
  const round = value => /^[125]e/.test(value.toExponential()) ? short(value) : null;
  const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

  const dataset = (series, index, many) => {
    const colour = series.style === "guide" ? style("--muted") : style("--c" + (index % 8 + 1));
    const set = {
      label: series.name,
      data: series.x.map((x, i) => ({ x, y: series.y[i] })),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      pointRadius: series.style === "points" ? 3 : 0,
      pointHitRadius: 8,
      borderDash: many ? dashes[index % 4] : [],
      spanGaps: true,
    };
    if (series.style === "guide") {
      Object.assign(set, { borderDash: [5, 5], borderWidth: 1.5, pointHitRadius: 0 });
    } else if (series.style === "bars") {
      Object.assign(set, { type: "bar", grouped: false, barPercentage: 0.92, categoryPercentage: 1, borderWidth: 0,
        backgroundColor: faded(colour, 0.75) });
    } else if (series.style === "area") {
      Object.assign(set, { stepped: "middle", fill: "origin", backgroundColor: faded(colour, 0.2), borderDash: [] });
    } else if (series.style === "thin") {
      Object.assign(set, { type: "bar", grouped: false, barPercentage: 0.3, categoryPercentage: 1, borderWidth: 0, order: -1,
        backgroundColor: style("--ink") });
    }
    return set;
  };

  const axis = (title, log, least, most) => ({
    type: log ? "logarithmic" : "linear",
    title: { display: true, text: title, color: style("--muted") },
    min: least === null ? undefined : least,
    max: most === null ? undefined : most,
    offset: false,
    grid: { color: style("--rule"), offset: false },
    border: { color: style("--rule") },
    ticks: {
      color: style("--muted"), callback: log ? round : short, maxRotation: 0, autoSkip: !log, autoSkipPadding: 14, maxTicksLimit: 7,
    },
  });

  const label = (item, names) => item.dataset.label + ": " + short(names ? item.parsed.x : item.parsed.y);

  // Lines with their dashes and bars as boxes, whatever marks their points.
  const legend = chart => Chart.defaults.plugins.legend.labels.generateLabels(chart).map(item => {
    const set = chart.data.datasets[item.datasetIndex];
    const bars = set.type === "bar";
    return { ...item, pointStyle: bars ? "rect" : "line", lineDash: set.borderDash, lineWidth: bars ? 0 : 2 };
  });

  const options = chart => ({
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: chart.labels.length ? "y" : "x",
    interaction: { mode: "nearest", axis: chart.labels.length ? "y" : "x", intersect: false },
    scales: {
      x: axis(chart.xTitle, chart.xLog, chart.xLeast, chart.xMost),
      y: chart.labels.length
        ? { type: "category", grid: { display: false }, border: { color: style("--rule") }, ticks: { color: style("--muted"), autoSkip: false } }
        : axis(chart.yTitle, chart.yLog, chart.yLeast, chart.yMost),
    },
    plugins: {
      legend: {
        display: chart.series.length > 1,
        position: "bottom",
        labels: {
          color: style("--ink"), usePointStyle: true, pointStyleWidth: 26, boxHeight: 9, sort: (a, b) => a.datasetIndex - b.datasetIndex,
          generateLabels: legend,
        },
      },
      tooltip: {
        callbacks: {
          title: items => items.length === 0 ? "" : chart.labels.length ? items[0].label : chart.xTitle + " " + short(items[0].parsed.x),
          label: item => label(item, chart.labels.length > 0),
        },
      },
    },
  });

  const bars = chart => ({
    labels: chart.labels,
    datasets: chart.series.map((series, i) => ({
      label: series.name, data: series.y, backgroundColor: style("--c" + (i % 8 + 1)), maxBarThickness: 26,
    })),
  });

  const lines = chart => ({
    datasets: chart.series.map((series, i) => dataset(series, i, chart.dashed)),
  });

  const rgb = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));

  const picture = (canvas, chart) => {
    canvas.width = chart.width;
    canvas.height = chart.height;
    const context = canvas.getContext("2d");
    const image = context.createImageData(chart.width, chart.height);
    const low = rgb(style("--low"));
    const high = rgb(style("--high"));
    chart.cells.forEach((value, i) => {
      const share = value / chart.most;
      low.forEach((from, c) => { image.data[4 * i + c] = from + share * (high[c] - from); });
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
  };

  let drawn = [];
  const draw = () => {
    drawn.forEach(chart => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    drawn = charts.flatMap(chart => {
      const canvas = document.getElementById(chart.id);
      if (chart.cells.length) {
        picture(canvas, chart);
        return [];
      }
      const type = chart.labels.length ? "bar" : "line";
      return [new Chart(canvas, { type, data: type === "bar" ? bars(chart) : lines(chart), options: options(chart) })];
    });
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => drawn.forEach(chart => chart.resize()));
})();
