package io.elbo4j.spec;

/**
 * A run, read from settings. Values that only the data can tell (classes, shape) are not in it.
 *
 * @param seed of all randomness
 * @param data where from and how
 * @param network what computes
 * @param likelihood what outputs mean
 * @param priorVariance of each weight
 * @param priorModel address of the model whose posterior is the prior, or empty
 * @param priorSharpening factor with which the means of that posterior are held
 * @param model which algorithm
 * @param train its steps
 * @param budget what it may take
 * @param cluster its shards
 * @param checkpoint what is left of it on the way
 * @param evaluate its metrics
 * @param retrain what a version of a registry must not lose
 * @param stream of tasks in turn
 * @param consolidation of learners of points
 * @param episodes of few-shot models
 * @param meta how these learn
 * @param protocl how prototypes of classes go on
 * @param autoencoder shape of models of rows
 * @param settings all of it as read
 */
public record RunSpec(
        long seed,
        DataSpec data,
        NetworkChoice network,
        LikelihoodSpec likelihood,
        double priorVariance,
        String priorModel,
        double priorSharpening,
        ModelSpec model,
        TrainSpec train,
        BudgetSpec budget,
        ClusterSpec cluster,
        CheckpointSpec checkpoint,
        EvaluateSpec evaluate,
        RetrainSpec retrain,
        StreamSpec stream,
        ConsolidationSpec consolidation,
        EpisodeSpec episodes,
        MetaSpec meta,
        PrototypeSpec protocl,
        AutoencoderSpec autoencoder,
        Settings settings) {

    /**
     * Reads all sections.
     *
     * @throws SpecException naming the key at fault
     */
    public static RunSpec of(Settings settings) {
        double variance = settings.real("prior.variance");
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new SpecException(
                    "settings: not positive: key=prior.variance value=" + variance + "; use a finite number above 0");
        }
        return new RunSpec(
                settings.number("seed"),
                DataSpec.of(settings),
                NetworkChoice.of(settings),
                LikelihoodSpec.of(settings),
                variance,
                settings.text("prior.model"),
                within(settings, "prior.sharpening", 0, 1e9, true),
                ModelSpec.of(settings),
                TrainSpec.of(settings),
                BudgetSpec.of(settings),
                ClusterSpec.of(settings),
                CheckpointSpec.of(settings),
                EvaluateSpec.of(settings),
                RetrainSpec.of(settings),
                StreamSpec.of(settings),
                ConsolidationSpec.of(settings),
                EpisodeSpec.of(settings),
                MetaSpec.of(settings),
                PrototypeSpec.of(settings),
                AutoencoderSpec.of(settings),
                settings);
    }

    /** Whether a model of episodes takes any number of classes, having no output for each. */
    public boolean anyWays() {
        return model.name().equals("prototypes") || (model.name().equals("niw-meta") && meta.classMeans());
    }

    static double within(Settings settings, String key, double low, double high, boolean openLow) {
        double value = settings.real(key);
        if (!(openLow ? value > low : value >= low) || !(value <= high)) {
            throw new SpecException("settings: out of range: key=" + key + " value=" + value + "; use a number "
                    + (openLow ? "above " : "from ") + low + " to " + high);
        }
        return value;
    }
}
