import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Runner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Initial;
import io.elbo4j.program.Program;
import io.elbo4j.program.ProgramState;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Gamma;
import io.elbo4j.program.distribution.LogNormal;
import io.elbo4j.program.distribution.Poisson;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** A model of your own: calls an hour, of hours that are quiet or busy, and nobody wrote down which. Usage: examples/tutorial/run Counts */
class Counts {

    /** Two rates, a gamma each; a fair coin says which of them an hour has. */
    record Model() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable rates = trace.sample("rates", new Gamma(trace.constant(2, 2), trace.constant(0.5, 0.1)));
            trace.rows(row -> {
                SDVariable busy = row.sample("busy", new Bernoulli(row.constant(0)));
                SDVariable both = row.repeated(rates);
                SDVariable quietRate = both.mul(row.constant(1, 0)).sum(true, 1);
                SDVariable busyRate = both.mul(row.constant(0, 1)).sum(true, 1);
                row.observe("calls", new Poisson(busy.mul(busyRate).add(busy.rsub(1).mul(quietRate))), row.targets());
            });
        }
    }

    /** Log-normals for the rates; for each hour a probability that is a function of its calls, summed over exactly. */
    record Guide() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.parameter("mean", Initial.constant(1), 1, 2);
            SDVariable logSd = trace.parameter("logSd", Initial.constant(-1), 1, 2);
            trace.sample("rates", new LogNormal(mean, logSd));
            trace.rows(row -> {
                SDVariable slope = row.parameter("slope", Initial.constant(0.1), 1, 1);
                SDVariable bias = row.parameter("bias", Initial.constant(-1), 1, 1);
                row.sample("busy", new Bernoulli(row.targets().mul(slope).add(bias)), Strategy.ENUMERATION);
            });
        }
    }

    public static void main(String[] arguments) {
        float[] calls = {2, 13, 4, 3, 11, 14, 1, 9, 5, 2, 12, 3, 10, 16, 2, 4, 3, 12, 8, 1};
        Batch hours = new Batch(new float[calls.length], calls, 1);

        Inference<Elbo> inference = new Inference<>(new Model(), new Guide(), new Elbo(), 8);
        GradientAscent ascent =
                GradientAscent.overRows(inference, new Adam(0.9, 0.999, 1e-8), step -> 0.1 / Math.sqrt(1 + step / 30.0), 10, 1);
        Runner runner = new LocalRunner(List.of(Shard.split(hours, 2)));
        Key key = Key.of(1);
        ProgramState state = runner.run(ascent.algorithm("calls"), ascent.initial(key, 1), 0, 200, key, (round, outcome) -> true);

        float[] theta = state.theta();
        for (int i = 0; i < 2; i++) {
            double low = Math.exp(theta[i] - 1.645 * Math.exp(theta[2 + i]));
            double high = Math.exp(theta[i] + 1.645 * Math.exp(theta[2 + i]));
            System.out.printf(
                    "%-5s hours: %.1f calls, 90 %% between %.1f and %.1f%n",
                    i == 0 ? "quiet" : "busy", Math.exp(theta[i]), low, high);
        }
    }
}
