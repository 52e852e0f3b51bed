package io.elbo4j.contract;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.LocalReparameterised;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.merge.ShortMessages;
import io.elbo4j.merge.SiteProduct;
import io.elbo4j.merge.Turns;
import io.elbo4j.merge.WeightedMean;
import io.elbo4j.models.fieldspace.Divergence;
import io.elbo4j.models.fieldspace.FieldPenalty;
import io.elbo4j.models.fieldspace.FieldSpace;
import io.elbo4j.models.fieldspace.FieldState;
import io.elbo4j.models.fieldspace.FieldTarget;
import io.elbo4j.models.fieldspace.FieldUpdate;
import io.elbo4j.models.fieldspace.InverseTemperature;
import io.elbo4j.models.linear.LinearRegression;
import io.elbo4j.models.linear.LinearSpec;
import io.elbo4j.models.linear.LinearState;
import io.elbo4j.models.mfvi.Mfvi;
import io.elbo4j.models.mixture.Components;
import io.elbo4j.models.mixture.MixtureRounds;
import io.elbo4j.models.pvi.Damping;
import io.elbo4j.models.pvi.LinearOptimum;
import io.elbo4j.models.pvi.Pvi;
import io.elbo4j.models.pvi.PviSpec;
import io.elbo4j.models.pvi.PviState;
import io.elbo4j.models.ssvi.Allocation;
import io.elbo4j.models.ssvi.RemovalScore;
import io.elbo4j.models.ssvi.Ssvi;
import io.elbo4j.models.ssvi.SsviSpec;
import io.elbo4j.models.ssvi.SsviState;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Initial;
import io.elbo4j.program.Program;
import io.elbo4j.program.ProgramState;
import io.elbo4j.program.SharedDraws;
import io.elbo4j.program.Trace;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import io.elbo4j.site.Sites;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Small algorithms on a linear regression of 36 rows and 6 inputs, quick enough to run on every engine. */
public final class SmallRuns {

    /** The data. */
    public static final LinearProblem PROBLEM = LinearProblem.of(11, 36, 6);

    private static final LinearNetwork NETWORK =
            new LinearNetwork(PROBLEM.inputs(), true, new GaussianFixedNoise(PROBLEM.noiseVariance()));
    private static final Target TARGET = new Target(
            NETWORK.layout(),
            GaussianPrior.isotropic(PROBLEM.priorVariance()),
            PROBLEM.data().rows(),
            new Elbo());
    private static final MeanFieldUpdate ADAM =
            new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.05, 0, 1000));
    private static final Ivon IVON = new Ivon(new Schedule(0.1, 0, 1000), 0.9, 0.99, 0.5, 10, true);

    private SmallRuns() {}

    /** An algorithm with its first state. */
    public record Start<S, U>(Algorithm<S, U> algorithm, S initial) {}

    /** Exact regression, one round. */
    public static Start<LinearState, Sums> closedForm() {
        LinearSpec spec = new LinearSpec(true, false, PROBLEM.noiseVariance(), PROBLEM.priorVariance());
        return new Start<>(LinearRegression.closedForm(spec), LinearRegression.initial(spec, PROBLEM.inputs()));
    }

    /** Mean-field with one step a round. */
    public static Start<MeanFieldState, Sums> gradientSum(int batchRows) {
        return meanField(new GradientSum(NETWORK, new Reparameterised(2), ADAM, TARGET, batchRows));
    }

    /** Mean-field with three local steps a round, by the variational Newton rule. */
    public static Start<MeanFieldState, Sums> weightedMean(int batchRows) {
        return meanField(new WeightedMean(NETWORK, new LocalReparameterised(1), IVON, TARGET, batchRows, 3));
    }

    /** Sparse mean-field whose values travel in sixteen bits. */
    public static Start<SsviState, Sums> shortMessages(int batchRows) {
        MeanFieldRound values = new WeightedMean(NETWORK, new LocalReparameterised(1), IVON, TARGET, batchRows, 3);
        return sparse(new ShortMessages(values), IVON, batchRows, Integer.MAX_VALUE);
    }

    /** Mean-field with a site of two ages for each of up to forty shards. */
    public static Start<MeanFieldState, Sums> sites(int batchRows) {
        SiteProduct round = new SiteProduct(
                NETWORK, new LocalReparameterised(1), IVON, TARGET, batchRows, 3, 40, 0.3, Turns.stale(1));
        return meanField(round);
    }

    /** Sparse mean-field whose support moves every second round. */
    public static Start<SsviState, Sums> sparse(int batchRows) {
        return sparse(batchRows, Integer.MAX_VALUE);
    }

    /** The same with layers so large that newcomers are nominated. */
    public static Start<SsviState, Sums> nominating(int batchRows) {
        return sparse(batchRows, 1);
    }

    /** Two such networks at once. */
    public static Start<Components<SsviState>, Components<Sums>> mixture(int batchRows) {
        Start<SsviState, Sums> one = sparse(batchRows);
        return new Start<>(
                MixtureRounds.of(one.algorithm(), 2), new Components<>(List.of(one.initial(), one.initial())));
    }

    private static Start<SsviState, Sums> sparse(int batchRows, int exactUpTo) {
        MeanFieldRound values = new GradientSum(NETWORK, new LocalReparameterised(1), ADAM, TARGET, batchRows);
        return sparse(values, ADAM, batchRows, exactUpTo);
    }

    private static Start<SsviState, Sums> sparse(
            MeanFieldRound values, MeanFieldUpdate update, int batchRows, int exactUpTo) {
        SsviSpec spec = new SsviSpec(
                0.5, Allocation.UNIFORM, List.of(), false, RemovalScore.SNR_MEAN_ABS, true, 1, 0.5, 1, 2, exactUpTo);
        SparseGaussian start = Ssvi.initial(spec, NETWORK.layout(), new InitialPosterior(0.5, 0.1), Key.of(5));
        return new Start<>(
                Ssvi.of(spec, NETWORK, values, TARGET, batchRows, 20), SsviState.of(update.initial(start, TARGET)));
    }

    /** A program whose weights are latents outside the rows. */
    public static Start<ProgramState, Sums> program(int batchRows) {
        GradientAscent ascent = ascent(batchRows);
        return new Start<>(ascent.algorithm("program"), ascent.initial(Key.of(5), PROBLEM.inputs()));
    }

    /** The same with three local steps a round. */
    public static Start<ProgramState, Sums> localAscent(int batchRows) {
        GradientAscent ascent = ascent(batchRows);
        return new Start<>(ascent.algorithm("program", 3), ascent.initial(Key.of(5), PROBLEM.inputs()));
    }

    private static GradientAscent ascent(int batchRows) {
        Inference<Elbo> inference = new Inference<>(
                new RegressionProgram(PROBLEM.inputs()), new WeightsGuide(PROBLEM.inputs()), new Elbo(), 2);
        return GradientAscent.overRows(
                inference, new Adam(0.9, 0.999, 1e-8), step -> 0.05, batchRows, PROBLEM.inputs());
    }

    /** The same with the importance-weighted bound of all rows, two rounds a step. */
    public static Start<ProgramState, Sums> sharedDraws(int rowsAtOnce) {
        int inputs = PROBLEM.inputs();
        Inference<Iwelbo> inference =
                new Inference<>(new RegressionProgram(inputs), new WeightsGuide(inputs), new Iwelbo(), 4, 2);
        SharedDraws shared =
                SharedDraws.overRows(inference, new Adam(0.9, 0.999, 1e-8), step -> 0.05, rowsAtOnce, inputs);
        return new Start<>(shared.algorithm("shared-draws"), shared.initial(Key.of(5), inputs));
    }

    /** y ~ N(xᵀw, 1), w ~ N(0, 1). */
    private record RegressionProgram(int inputs) implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable weights = trace.sample("weights", new StandardNormal(inputs));
            trace.rows(row -> {
                SDVariable mean = row.features().mul(row.repeated(weights)).sum(true, 1);
                row.observe("y", new Normal(mean, row.constant(0)), row.targets());
            });
        }
    }

    /** Independent normal weights. */
    private record WeightsGuide(int inputs) implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.parameter("mean", Initial.normal(0.1), 1, inputs);
            trace.sample("weights", new Normal(mean, trace.parameter("logSd", Initial.constant(-1), 1, inputs)));
        }
    }

    /** Partitioned mean-field, in which shards see sites of two ages. */
    public static Start<PviState, Sites> partitioned() {
        PviSpec spec = new PviSpec("data", Turns.stale(1), Damping.AUTO);
        double[] variance = new double[PROBLEM.inputs()];
        Arrays.fill(variance, PROBLEM.priorVariance());
        return new Start<>(
                Pvi.of(spec, new LinearOptimum(PROBLEM.noiseVariance(), false)),
                Pvi.initial(spec, new DiagonalGaussian(new double[variance.length], variance)));
    }

    /** Binary weights, fields averaged after three local steps. */
    public static Start<FieldState, Sums> fields(int batchRows) {
        LinearNetwork network =
                new LinearNetwork(PROBLEM.inputs(), false, new GaussianFixedNoise(PROBLEM.noiseVariance()));
        BinaryField undecided = BinaryField.undecided(network.layout(), 1);
        FieldUpdate update = new FieldUpdate(
                new Adam(0.9, 0.99, 1e-8),
                new Schedule(0.05, 0, 1000),
                new InverseTemperature(1, 2, 1000),
                Divergence.PREVIOUS_TASK);
        FieldTarget target = new FieldTarget(
                new FieldPenalty.Prior(undecided), PROBLEM.data().rows(), 1);
        return new Start<>(
                new FieldSpace(network, update, target, batchRows, 1).average(3),
                update.initial(FieldSpace.random(undecided, 1, Key.of(5))));
    }

    /** Mean-field that leaves the numbers after some rounds. */
    public static Start<MeanFieldState, Sums> diverging(int batchRows) {
        MeanFieldUpdate wild = new GradientUpdate(new Sgd(0), new Schedule(3, 0, 1000));
        return meanField(new GradientSum(NETWORK, new Reparameterised(1), wild, TARGET, batchRows));
    }

    private static Start<MeanFieldState, Sums> meanField(MeanFieldRound round) {
        SparseGaussian start = new InitialPosterior(0.5, 0.1).dense(NETWORK.layout(), Stream.INITIAL.of(Key.of(5)));
        return new Start<>(Mfvi.of(round), round.slots().initial(start, TARGET));
    }
}
