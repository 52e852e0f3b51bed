package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.RoundListener;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spec.CheckpointSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * The rounds of a training, from wherever it stands: keeps the newest model, tells history and progress, and writes checkpoints
 * when they are due, when the process is told to end, and when a round fails. Where a budget is spent, it ends with the best
 * state so far.
 */
final class TrainingRounds<S> implements RoundListener<S> {

    /** What is measured after a round, beside its own diagnostics. */
    @FunctionalInterface
    interface Measured<S> {

        /** Metrics on rows kept aside; none where the round is not one to be measured. */
        Map<String, Double> of(TrainedModel<S> model);
    }

    /** Shows a round. */
    @FunctionalInterface
    interface Shown {

        /** With all of the round's figures; {@code last} when no other follows. */
        void round(int round, Map<String, Object> line, boolean last);
    }

    private final SparkRunner runner;
    private final TrainingOutput out;
    private final String dataHash;
    private final int limit;
    private final Measured<S> measured;
    private final Shown shown;
    private final Progress progress;
    private final DoublePredicate spent;
    private final Reached<S> start;
    private final Map<String, Double> last;
    private final CheckpointSpec when;
    private final StopSignal stop;
    private final RoundGauges gauges = RoundGauges.begin();
    private final long started = System.nanoTime();
    private TrainedModel<S> model;
    private Map<String, Double> heldOut = Map.of();
    private int written;
    private long writtenAt = started;
    private Optional<Reached<S>> best = Optional.empty();
    private boolean cut;
    private long roundAt = started;

    /**
     * From what was reached before.
     *
     * @param dataHash of the training rows
     * @param limit rounds in all
     * @param spent whether so many seconds of rounds are all that it may take
     */
    TrainingRounds(
            SparkRunner runner,
            TrainingOutput out,
            String dataHash,
            Reached<S> start,
            int limit,
            Measured<S> measured,
            Shown shown,
            Progress progress,
            DoublePredicate spent) {
        this.runner = runner;
        this.out = out;
        this.dataHash = dataHash;
        this.start = start;
        this.limit = limit;
        this.measured = measured;
        this.shown = shown;
        this.progress = progress;
        this.spent = spent;
        this.model = start.model();
        this.stop = out.resumable() ? StopSignal.ofProcess() : StopSignal.none();
        this.last = new LinkedHashMap<>(start.last());
        this.when = model.spec().checkpoint();
        this.written = model.round();
        out.setHistory(start.history());
    }

    /**
     * Runs them.
     *
     * @throws DivergedException with the last good state in {@link #reached}
     * @throws StoppedException when the process was told to end
     */
    void run() throws IOException {
        int from = model.round();
        if (start.converged() || from >= limit) {
            close();
            return;
        }
        try {
            Key key = Key.of(model.spec().seed());
            runner.run(model.job().algorithm(), model.state(), from, limit, key, this);
        } catch (DivergedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!(e instanceof StoppedException) && when.wanted() && model.round() > written) {
                write();
            }
            out.breakOff();
            throw e;
        } finally {
            close();
        }
    }

    private void close() {
        stop.close();
        gauges.close();
    }

    /** What the training ends with: the newest state, or the best one where a budget was spent. */
    Reached<S> result() {
        Reached<S> now = reached();
        return cut ? best.map(found -> found.after(now)).orElse(now) : now;
    }

    /** The diagnostics of the result by their names in {@code metrics.json}. */
    Map<String, Object> metrics() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        result().last().forEach((name, value) -> {
            if (!List.of("converged", "replacedWeights").contains(name)) {
                metrics.put(name.equals("nll") ? "trainNll" : name, value);
            }
        });
        metrics.put("rounds", model.round());
        if (cut) {
            metrics.put("endedBy", "budget");
            metrics.put("bestRound", result().model().round());
        }
        return metrics;
    }

    /** Keeps the better state, where a budget may end the training before its last round. */
    private void compare() {
        if (model.spec().budget().limited()) {
            Reached<S> now = reached();
            OptionalDouble loss = now.heldOutLoss();
            double lowest = best.map(found -> found.heldOutLoss().getAsDouble()).orElse(Double.POSITIVE_INFINITY);
            best = loss.isPresent() && loss.getAsDouble() <= lowest ? Optional.of(now) : best;
        }
    }

    /** Where they are. */
    Reached<S> reached() {
        return new Reached<>(
                model,
                out.history(),
                last,
                heldOut,
                seconds(),
                start.bytesBroadcast() + runner.bytesBroadcast(),
                start.bytesReduced() + runner.bytesReduced());
    }

    private double seconds() {
        return start.seconds() + (System.nanoTime() - started) * 1e-9;
    }

    @Override
    public boolean completed(int round, Outcome<S> outcome) {
        TrainedModel<S> next = model.at(outcome.state(), round + 1);
        heldOut = measured.of(next);
        model = next;
        last.putAll(outcome.diagnostics());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("round", round + 1);
        line.putAll(outcome.diagnostics());
        line.putAll(heldOut);
        out.addHistory(line);
        tellGauges(line);
        boolean goesOn = outcome.diagnostics().getOrDefault("converged", 0.0) == 0 && round + 1 < limit;
        compare();
        cut = goesOn && spent.test(seconds());
        goesOn &= !cut;
        shown.round(round + 1, line, !goesOn);
        if (cut) {
            progress.note("budget spent: round=" + (round + 1) + " rounds=" + limit + " best="
                    + result().model().round() + "; that one is kept, more needs a larger budget");
        }
        if (stop.given() && goesOn) {
            write();
            // Told here: once the process may end, nobody waits for what is printed.
            progress.note("told to end: round=" + (round + 1) + " rounds=" + limit + " checkpoint=" + written
                    + "; go on with elbo4j resume");
            throw new StoppedException(round + 1);
        }
        if (due(round + 1)) {
            write();
        }
        return goesOn;
    }

    private void tellGauges(Map<String, Object> line) {
        long now = System.nanoTime();
        gauges.round(
                model.round(),
                limit,
                line,
                start.bytesBroadcast() + runner.bytesBroadcast(),
                start.bytesReduced() + runner.bytesReduced(),
                (now - roundAt) * 1e-9);
        roundAt = now;
    }

    private boolean due(int round) {
        long now = System.nanoTime();
        boolean byRounds = when.everyRounds() > 0 && round % when.everyRounds() == 0;
        boolean byClock = when.everyMinutes() > 0 && (now - writtenAt) * 1e-9 >= when.everyMinutes() * 60;
        return byRounds || byClock;
    }

    /** A checkpoint that cannot be written costs no training: the next one may. */
    private void write() {
        writtenAt = System.nanoTime();
        try {
            out.checkpoint(reached(), dataHash, when.keep());
            written = model.round();
        } catch (IOException | RuntimeException e) {
            progress.note("checkpoint: cannot be written: round=" + model.round() + " newest=" + written + " cause=\""
                    + e.getMessage() + "\"; going on, look at the space and the rights of the output folder");
        }
    }
}
