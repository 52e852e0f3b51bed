package io.elbo4j.models;

import io.elbo4j.data.BinaryPixels;
import io.elbo4j.data.RowView;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.models.cvae.CvaeSpec;
import io.elbo4j.models.cvae.ImageAttributes;
import io.elbo4j.models.vae.Decoder;
import io.elbo4j.models.vae.Encoder;
import io.elbo4j.models.vae.VaeSpec;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Schedule;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Program;
import io.elbo4j.program.ProgramState;
import io.elbo4j.spec.AutoencoderSpec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.spec.TrainSpec;
import java.util.List;
import java.util.Optional;

/** Models of rows that are programs, from settings. */
final class ProgramJob {

    private ProgramJob() {}

    /** A model, its guide, and what they see. */
    private record Programs(Program model, Program guide, RowView view) {}

    /** Whether settings go together. */
    static void check(RunSpec spec) {
        FirstOrderRules.require(spec);
        require(spec, "likelihood.family", spec.likelihood().family(), "bernoulli");
        if (!spec.cluster().merge().equals("weighted-mean")) {
            require(spec, "merge.rule", spec.cluster().merge(), "gradient-sum");
        }
        require(spec, "cluster.messageBits", spec.cluster().messageBits(), 32);
        require(spec, "train.estimator", spec.train().estimator(), "auto");
        require(spec, "data.standardise", spec.data().standardise(), false);
        require(spec, "network.layers", spec.network().layers(), List.of());
        require(spec, "network.dl4j", spec.network().dl4j(), "");
        require(spec, "prior.model", spec.priorModel(), "");
        require(spec, "evaluate.outOfDistribution", spec.evaluate().outOfDistribution(), "");
        if (spec.model().name().equals("vae") && spec.autoencoder().latents() == 0) {
            throw new SpecException("settings: nothing to encode: model.name=vae autoencoder.latents=0; use 1 or more");
        }
    }

    private static void require(RunSpec spec, String key, Object value, Object only) {
        if (!value.equals(only)) {
            throw new SpecException("settings: not for models of rows: model.name="
                    + spec.model().name() + " " + key + "=" + value + "; use " + key + "="
                    + (only.equals("") ? "\"\"" : only));
        }
    }

    /** What no array can hold is refused before anything is built: the weights of a layer, and a minibatch's units. */
    private static void requireArrays(RunSpec spec, int inputs) {
        AutoencoderSpec shape = spec.autoencoder();
        double widest = Math.max(inputs, 2.0 * shape.latents());
        double weights = shape.hidden() * widest;
        double units = spec.train().batch() * Math.max(widest, shape.hidden());
        if (Math.max(weights, units) > Integer.MAX_VALUE) {
            throw new SpecException("settings: more numbers than an array holds: autoencoder.latents="
                    + shape.latents() + " autoencoder.hidden=" + shape.hidden() + " inputs=" + inputs + " train.batch="
                    + spec.train().batch() + " most=" + Integer.MAX_VALUE + "; take smaller layers or batches");
        }
    }

    /** What targets must be, where they matter. */
    static Optional<ObservationModel> targets(RunSpec spec, int classes) {
        return conditional(spec) ? Optional.of(new Categorical(Math.max(2, classes))) : Optional.empty();
    }

    private static boolean conditional(RunSpec spec) {
        return spec.model().name().equals("cvae");
    }

    /** The configured job. */
    static Job<ProgramState> of(RunSpec spec, ModelInput input) {
        check(spec);
        TrainSpec train = spec.train();
        NetworkRounds.requireBatches(spec, input.trainingRows());
        requireArrays(spec, input.featureNames().size());
        int rounds = NetworkRounds.valueRounds(spec, input.trainingRows());
        Programs programs = programs(spec, input);
        AdditiveObjective objective = train.temperature() == 1 ? new Elbo() : new TemperedElbo(train.temperature());
        int localSteps = NetworkRounds.stepsPerRound(spec.cluster());
        long steps = (long) rounds * localSteps;
        Schedule schedule = new Schedule(train.learningRate(), Math.round(train.warmup() * steps), steps);
        int width = programs.view().width(input.featureNames().size());
        GradientAscent ascent = GradientAscent.overRows(
                new Inference<>(programs.model(), programs.guide(), objective, train.samples()),
                FirstOrderRules.of(train),
                schedule::at,
                train.batch(),
                programs.view(),
                width);
        return Job.ofRows(
                spec.cluster().merge().equals("gradient-sum")
                        ? ascent.algorithm(spec.model().name())
                        : ascent.algorithm(spec.model().name(), localSteps),
                ascent.initial(Key.of(spec.seed()), width),
                rounds,
                state -> SparseGaussian.points(state.theta()),
                new GenerativeModel(programs.model(), programs.guide(), programs.view(), ascent.layout()));
    }

    private static Programs programs(RunSpec spec, ModelInput input) {
        AutoencoderSpec shape = spec.autoencoder();
        if (!conditional(spec)) {
            VaeSpec vae = new VaeSpec(input.featureNames().size(), shape.hidden(), shape.latents());
            return new Programs(new Decoder(vae), new Encoder(vae), new BinaryPixels());
        }
        List<Integer> picture = input.picture();
        if (picture.isEmpty()) {
            throw new SpecException("settings: attributes are measured on pictures: model.name=cvae shape="
                    + input.shape() + "; use grey images, or rows of a square number of pixels");
        }
        ImageAttributes attributes = new ImageAttributes(
                picture.get(0),
                picture.get(1),
                Math.max(2, input.classes()),
                shape.slantEdges(),
                shape.thicknessEdges());
        CvaeSpec cvae = new CvaeSpec(attributes.pixels(), attributes.numbers(), shape.hidden(), shape.latents());
        return new Programs(
                new io.elbo4j.models.cvae.Decoder(cvae), new io.elbo4j.models.cvae.Encoder(cvae), attributes);
    }
}
