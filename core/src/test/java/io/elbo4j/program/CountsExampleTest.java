package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Runner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Gamma;
import io.elbo4j.program.distribution.LogNormal;
import io.elbo4j.program.distribution.Poisson;
import io.elbo4j.program.distribution.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** The example of {@code docs/programmable-vi.md}, as it stands there. */
class CountsExampleTest {

    private record Counts() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable two = trace.constant(2, 2);
            SDVariable half = trace.constant(0.5, 0.1);
            SDVariable rates = trace.sample("rates", new Gamma(two, half));
            trace.rows(row -> {
                SDVariable busy = row.sample("busy", new Bernoulli(row.constant(0)));
                SDVariable both = row.repeated(rates);
                SDVariable quietRate = both.mul(row.constant(1, 0)).sum(true, 1);
                SDVariable busyRate = both.mul(row.constant(0, 1)).sum(true, 1);
                SDVariable rate = busy.mul(busyRate).add(busy.rsub(1).mul(quietRate));
                row.observe("count", new Poisson(rate), row.targets());
            });
        }
    }

    private record CountsGuide() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.parameter("mean", Initial.constant(1), 1, 2);
            SDVariable logSd = trace.parameter("logSd", Initial.constant(-1), 1, 2);
            trace.sample("rates", new LogNormal(mean, logSd));
            trace.rows(row -> {
                SDVariable slope = row.parameter("slope", Initial.constant(0.1), 1, 1);
                SDVariable bias = row.parameter("bias", Initial.constant(-1), 1, 1);
                SDVariable logit = row.targets().mul(slope).add(bias);
                row.sample("busy", new Bernoulli(logit), Strategy.ENUMERATION);
            });
        }
    }

    private static Batch data() {
        Key key = Key.of(8);
        float[] counts = new float[200];
        for (int i = 0; i < counts.length; i++) {
            double left = i % 2 == 0 ? 3 : 12;
            int count = -1;
            while (left >= 0) {
                count++;
                left += Math.log1p(-key.fold(i).uniform(count));
            }
            counts[i] = count;
        }
        return new Batch(new float[200], counts, 1);
    }

    @Test
    void rates_areFound() {
        Key key = Key.of(1);
        Inference<Elbo> inference = new Inference<>(new Counts(), new CountsGuide(), new Elbo(), 8);
        GradientAscent ascent = GradientAscent.overRows(inference, new Adam(0.9, 0.999, 1e-8), step -> 0.1, 50, 1);
        Runner runner = new LocalRunner(List.of(Shard.split(data(), 2)));
        ProgramState state =
                runner.run(ascent.algorithm("counts"), ascent.initial(key, 1), 0, 50, key, (round, outcome) -> true);
        assertEquals(3, Math.exp(state.theta()[0]), 0.6);
        assertEquals(12, Math.exp(state.theta()[1]), 1.5);
    }
}
