package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.OrderedFold;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A plan for people.
 *
 * @param scaling what was measured
 */
record ScalingText(Scaling scaling) {

    private static final int BAR = 40;

    String of(Cluster cluster) {
        ScalingPoint point = scaling.point(cluster);
        StringBuilder text = new StringBuilder();
        constants(text);
        line(text, "planned for", cluster.text());
        int configured = scaling.spec().cluster().shards();
        line(
                text,
                "shards",
                point.shards()
                        + (point.shards() == configured
                                ? ""
                                : ", a core each: set cluster.shards=" + point.shards() + " (now " + configured
                                        + "); the result depends on it"));
        line(text, "rounds", (scaling.mayEndEarlier() ? "at most " : "") + point.rounds());
        for (Map.Entry<Double, RoundWork> kind : scaling.calibration().work().entrySet()) {
            messages(text, kind.getKey(), kind.getValue(), point);
        }
        RoundCost round = point.round();
        line(
                text,
                "seconds a round",
                String.format(
                        Locale.ROOT,
                        "%.4f = compute %.4f + link %.4f + Spark %.4f + driver %.4f",
                        round.seconds(),
                        round.compute(),
                        round.link(),
                        round.spark(),
                        round.driver()));
        line(text, "limited by", point.limit());
        line(text, "seconds in all", String.format(Locale.ROOT, "%.1f", point.totalSeconds()));
        line(
                text,
                "memory of an executor",
                mebibytes(scaling.executorBytes(cluster, point)) + " of heap for rows, model and messages");
        line(
                text,
                "memory of the driver",
                mebibytes(scaling.driverBytes(point)) + " of heap for rows, model and messages");
        curve(text, cluster);
        return text.toString();
    }

    private void constants(StringBuilder text) {
        Calibration measured = scaling.calibration();
        SparkCost spark = measured.spark();
        line(text, "measured on", measured.machines().text());
        line(
                text,
                "Spark",
                String.format(
                        Locale.ROOT,
                        "%.1f ms a round, %.2f ms a task, %.1f ms a second level and %.1f ms a wave of it, %.2f ms a collected MB",
                        1e3 * spark.roundSeconds(),
                        1e3 * spark.taskSeconds(),
                        1e3 * spark.secondLevelSeconds(),
                        1e3 * spark.shuffledTaskSeconds(),
                        1e9 * spark.collectedByteSeconds()));
        measured.work().forEach((kind, work) -> {
            line(text, name(kind), String.format(Locale.ROOT, "%.2f ms in a task", 1e3 * work.taskSeconds()));
            line(
                    text,
                    "  at the driver",
                    String.format(
                            Locale.ROOT,
                            "state encoded %.2f ms (%.2f ms/MB), contribution taken in %.2f ms (%.2f ms/MB), end %.2f ms",
                            1e3 * work.encodeStateSeconds(),
                            1e9 * work.encodeStateSeconds() / work.broadcastBytes(1),
                            1e3 * work.takeInSeconds(),
                            1e9 * work.takeInSeconds() / work.contributionBytes(),
                            1e3 * work.finishSeconds()));
        });
    }

    private static void messages(StringBuilder text, double kind, RoundWork work, ScalingPoint point) {
        double collected = point.shards() <= OrderedFold.FAN_IN
                ? point.shards() * work.contributionBytes()
                : ScalingModel.waves(point.shards(), OrderedFold.FAN_IN) * work.groupBytes();
        line(
                text,
                "bytes of a " + name(kind).replace(" takes", ""),
                String.format(
                        Locale.ROOT,
                        "broadcast %,.0f, reduced %,.0f, of which the driver collects %,.0f",
                        work.broadcastBytes(point.shards()),
                        point.shards() * work.contributionBytes(),
                        collected));
    }

    private void curve(StringBuilder text, Cluster cluster) {
        List<ScalingPoint> points = scaling.curve(cluster);
        ScalingPoint one = points.get(0);
        ScalingPoint knee = ScalingPoint.knee(points);
        double least =
                points.stream().mapToDouble(ScalingPoint::totalSeconds).min().orElse(1);
        double most =
                points.stream().mapToDouble(ScalingPoint::totalSeconds).max().orElse(1);
        text.append(String.format(
                Locale.ROOT,
                "%n%9s %7s %7s %9s %11s %10s  %-8s log(seconds in all)%n",
                "executors",
                "shards",
                "rounds",
                "s/round",
                "s in all",
                "efficiency",
                "limit"));
        for (ScalingPoint point : points) {
            double length = most > least ? Math.log(point.totalSeconds() / least) / Math.log(most / least) : 0;
            text.append(String.format(
                    Locale.ROOT,
                    "%9d %7d %7d %9.4f %11.1f %9.0f%%  %-8s %s%s%n",
                    point.executors(),
                    point.shards(),
                    point.rounds(),
                    point.round().seconds(),
                    point.totalSeconds(),
                    100 * point.efficiency(one),
                    point.limit(),
                    "#".repeat((int) Math.round(1 + (BAR - 1) * length)),
                    point.equals(knee) ? " <- knee" : ""));
        }
        text.append(kneeText(points)).append(System.lineSeparator());
    }

    /** One sentence. */
    static String kneeText(List<ScalingPoint> points) {
        int knee = ScalingPoint.knee(points).executors();
        String limit = ScalingPoint.kneeLimit(points);
        return limit.equals("none")
                ? "no knee: executors are half used or better up to " + knee
                : "knee: up to " + knee + " executors are half used or better; beyond, the limit is " + limit;
    }

    private static String name(double kind) {
        return kind == StepProbe.SUPPORT ? "support round" : "value round";
    }

    private static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / (1 << 20)));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-24s %s%n", name, value));
    }
}
