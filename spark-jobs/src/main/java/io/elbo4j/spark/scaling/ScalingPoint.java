package io.elbo4j.spark.scaling;

import java.util.List;

/**
 * A training on so many machines.
 *
 * @param executors how many
 * @param shards of the data there
 * @param rounds in all
 * @param round a mean one
 * @param idle whether there are fewer shards than cores
 */
record ScalingPoint(int executors, int shards, int rounds, RoundCost round, boolean idle) {

    private static final double HALF = 0.5;

    double totalSeconds() {
        return rounds * round.seconds();
    }

    /** How much of what this many executors could do is done, against one. */
    double efficiency(ScalingPoint one) {
        return one.totalSeconds() / (executors * totalSeconds());
    }

    /** What keeps it from being faster. */
    String limit() {
        return idle && round.limit().equals("compute") ? "rows" : round.limit();
    }

    /** The last of these points, from one executor on, up to which executors are half used or better. */
    static ScalingPoint knee(List<ScalingPoint> points) {
        ScalingPoint knee = points.get(0);
        for (ScalingPoint point : points) {
            if (point.efficiency(points.get(0)) < HALF) {
                break;
            }
            knee = point;
        }
        return knee;
    }

    /** What ends the scaling at the knee: the largest part beside compute, or that there are no rows for more shards. */
    static String kneeLimit(List<ScalingPoint> points) {
        ScalingPoint knee = knee(points);
        int next = points.indexOf(knee) + 1;
        if (next == points.size()) {
            return "none";
        }
        ScalingPoint beyond = points.get(next);
        return beyond.idle() ? "rows" : beyond.round().overhead();
    }
}
