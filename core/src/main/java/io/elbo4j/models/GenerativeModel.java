package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.data.RowView;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.eval.LatentFigures;
import io.elbo4j.eval.LogMeanExp;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.program.Generator;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.Program;
import io.elbo4j.program.RowScores;
import io.elbo4j.program.RowScoring;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a job has whose model makes rows: each row has latents of its own.
 *
 * @param model log p(row, latents)
 * @param guide q(latents given row)
 * @param view in which the programs see rows
 * @param layout of θ
 */
public record GenerativeModel(Program model, Program guide, RowView view, ParameterLayout layout)
        implements Serializable {

    /** Lanes of a pass: enough for the matrix products, few enough for the memory. */
    private static final int LANES = 2048;

    /**
     * What it makes of the rows of a shard, as {@link LatentFigures} adds them up. A row's part is a function of θ, the row, its number in the
     * whole set, and the key.
     *
     * @param theta {@code [D]}
     * @param particles draws a row
     */
    public Sums sums(float[] theta, Shard shard, int particles, Key key) {
        Sums sums = Sums.NONE;
        for (RowScores scores : scores(theta, shard, particles, key)) {
            for (int row = 0; row < scores.rows(); row++) {
                sums = sums.plus(sums(scores, row));
            }
        }
        return sums;
    }

    /** The same of a few rows that are all there is. */
    public LatentFigures figures(float[] theta, Batch rows, int particles, Key key) {
        return LatentFigures.of(sums(theta, new Shard(0, 1, rows.rows(), rows), particles, key));
    }

    /** Mean and sd of a row's normal latents in turn, {@code [B][2 E]}. */
    public double[][] latents(float[] theta, Shard shard, Key key) {
        List<double[]> rows = new ArrayList<>();
        for (RowScores scores : scores(theta, shard, 1, key)) {
            for (int row = 0; row < scores.rows(); row++) {
                int at = row;
                rows.add(scores.normals().values().stream()
                        .flatMapToDouble(each -> IntStream.range(0, each.numbers())
                                .map(e -> at * each.numbers() + e)
                                .mapToObj(i -> new double[] {each.mean()[i], each.sd()[i]})
                                .flatMapToDouble(Arrays::stream))
                        .toArray());
            }
        }
        return rows.toArray(double[][]::new);
    }

    /** Names of the latents, as {@link #latents} has them. */
    public List<String> names(int inputs) {
        Batch blank = view.of(new Batch(new float[inputs], new float[1], inputs));
        return scoring(1)
                .of(new float[layout.dimension()], Minibatch.all(blank), new Key(0))
                .names();
    }

    /** Runs the model forwards. */
    public Generator generator() {
        return new Generator(model, layout);
    }

    /** Scores rows as the programs see them. */
    public RowScoring scoring(int particles) {
        return new RowScoring(model, guide, particles, layout);
    }

    private List<RowScores> scores(float[] theta, Shard shard, int particles, Key key) {
        RowScoring scoring = scoring(particles);
        int each = Math.max(1, LANES / particles);
        List<RowScores> scores = new ArrayList<>();
        for (int from = 0; from < shard.examples().rows(); from += each) {
            int first = from;
            Batch rows = view.of(
                    shard.examples().slice(from, Math.min(shard.examples().rows(), from + each)));
            long[] numbers = IntStream.range(0, rows.rows())
                    .mapToLong(row -> shard.globalRow(first + row))
                    .toArray();
            scores.add(scoring.of(theta, new Minibatch(rows, numbers, shard.totalRows()), key));
        }
        return scores;
    }

    private static Sums sums(RowScores scores, int row) {
        Collection<RowScores.Normals> normals = scores.normals().values();
        int size = normals.stream().mapToInt(RowScores.Normals::numbers).sum();
        double[] kl = new double[size];
        double[] mean = new double[size];
        double[] variance = new double[size];
        double reconstruction = 0;
        double sampledKl = 0;
        for (int s = 0; s < scores.particles(); s++) {
            int lane = s * scores.rows() + row;
            double share = 1.0 / scores.particles();
            reconstruction += share * scores.logLikelihood()[lane];
            sampledKl += share * (scores.logGuide()[lane] - scores.logPrior()[lane]);
            int number = 0;
            for (RowScores.Normals each : normals) {
                for (int e = 0; e < each.numbers(); e++, number++) {
                    int at = lane * each.numbers() + e;
                    double ratio = (double) each.sd()[at] / each.priorSd()[at];
                    kl[number] += share * each.klNats(at);
                    mean[number] += share * (each.mean()[at] - each.priorMean()[at]) / each.priorSd()[at];
                    variance[number] += share * ratio * ratio;
                }
            }
        }
        // Exact where it is known, because it has no noise.
        double whole = scores.allNormal() ? Arrays.stream(kl).sum() : sampledKl;
        return LatentFigures.row(reconstruction, whole, LogMeanExp.of(scores.logWeights(row)), kl, mean, variance);
    }
}
