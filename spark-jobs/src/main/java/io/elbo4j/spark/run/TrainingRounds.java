package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.RoundListener;
import io.elbo4j.math.Key;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;

/**
 * The rounds of a training, from wherever it stands: keeps the newest model, tells history and watch, and has checkpoints written
 * when they are due, when the process is told to end, and when a round fails.
 */
final class TrainingRounds<S> implements RoundListener<S> {

    private final SparkRunner runner;
    private final TrainingOutput out;
    private final Reached<S> start;
    private final Watch<S> watch;
    private final CheckpointWriter checkpoints;
    private final BestWithinBudget<S> budget;
    private final int limit;
    private final Map<String, Double> last;
    private final StopSignal stop;
    private final RoundGauges gauges = RoundGauges.begin();
    private final long started = System.nanoTime();
    private TrainedModel<S> model;
    private Map<String, Double> heldOut = Map.of();
    private long roundAt = started;

    /**
     * From what was reached before.
     *
     * @param dataHash of the training rows
     * @param spent whether so many seconds of rounds are all that it may take
     */
    TrainingRounds(
            SparkRunner runner,
            TrainingOutput out,
            String dataHash,
            Reached<S> start,
            Watch<S> watch,
            DoublePredicate spent) {
        this.runner = runner;
        this.out = out;
        this.start = start;
        this.watch = watch;
        this.model = start.model();
        RunSpec spec = model.spec();
        this.checkpoints = new CheckpointWriter(out, dataHash, start, watch::note);
        this.budget = new BestWithinBudget<>(spent, spec.budget().limited());
        int rounds = model.job().rounds();
        this.limit = spec.train().rounds() > 0 ? Math.min(spec.train().rounds(), rounds) : rounds;
        this.last = new LinkedHashMap<>(start.last());
        out.setHistory(start.history());
        // Last: what is thrown before leaves nobody to close it, and the process would wait for that.
        this.stop = out.resumable() ? StopSignal.ofProcess() : StopSignal.none();
    }

    /**
     * Runs them to their end.
     *
     * @param provenance of what is written
     * @return the newest state, or the best one where a budget was spent
     * @throws DivergedException after the last good state has been written
     * @throws StoppedException when the process was told to end
     */
    Reached<S> finish(Supplier<Map<String, Object>> provenance) throws IOException {
        try {
            run();
        } catch (DivergedException e) {
            Map<String, Object> metrics = metrics();
            metrics.put("divergedInRound", e.round() + 1);
            out.write(reached().model(), metrics, provenance.get());
            watch.note("the last good state is kept: rounds=" + e.round());
            throw e;
        }
        return result();
    }

    private void run() throws IOException {
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
            if (!(e instanceof StoppedException)) {
                checkpoints.rescue(reached());
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

    private Reached<S> result() {
        return budget.result(reached());
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
        if (budget.cut()) {
            metrics.put("endedBy", "budget");
            metrics.put("bestRound", result().model().round());
        }
        return metrics;
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
        heldOut = watch.measured(next, limit);
        model = next;
        last.putAll(outcome.diagnostics());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("round", round + 1);
        line.putAll(outcome.diagnostics());
        line.putAll(heldOut);
        out.addHistory(line);
        tellGauges(line);
        boolean another = outcome.diagnostics().getOrDefault("converged", 0.0) == 0 && round + 1 < limit;
        boolean cut = budget.ends(this::reached, another);
        boolean goesOn = another && !cut;
        watch.shown(round + 1, limit, line, !goesOn);
        if (cut) {
            watch.note("budget spent: round=" + (round + 1) + " rounds=" + limit + " best="
                    + result().model().round() + "; that one is kept, more needs a larger budget");
        }
        if (stop.given() && goesOn) {
            checkpoints.write(reached());
            // Told here: once the process may end, nobody waits for what is printed.
            watch.note("told to end: round=" + (round + 1) + " rounds=" + limit + " checkpoint=" + checkpoints.newest()
                    + "; go on with elbo4j resume");
            throw new StoppedException(round + 1);
        }
        if (checkpoints.due(round + 1)) {
            checkpoints.write(reached());
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
}
