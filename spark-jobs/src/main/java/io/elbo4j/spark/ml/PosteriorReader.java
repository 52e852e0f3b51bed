package io.elbo4j.spark.ml;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.HadoopFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link PosteriorWriter} wrote. */
final class PosteriorReader<T extends Params> extends MLReader<T> {

    private final Class<T> type;
    private final BiFunction<String, Optional<TrainedModel<?>>, T> make;
    private final boolean needed;

    private PosteriorReader(Class<T> type, boolean needed, BiFunction<String, Optional<TrainedModel<?>>, T> make) {
        this.type = type;
        this.needed = needed;
        this.make = make;
    }

    /** Of models: from uid and posterior. */
    static <T extends Params> PosteriorReader<T> ofModels(Class<T> type, BiFunction<String, TrainedModel<?>, T> make) {
        return new PosteriorReader<>(type, true, (uid, posterior) -> make.apply(uid, posterior.orElseThrow()));
    }

    /** Of estimators: from uid and the posterior that is the prior, where there is one. */
    static <T extends Params> PosteriorReader<T> ofEstimators(
            Class<T> type, BiFunction<String, Optional<TrainedModel<?>>, T> make) {
        return new PosteriorReader<>(type, false, make);
    }

    /**
     * Reads.
     *
     * @throws CorruptModelException for files that are missing, damaged, or written by a newer version
     */
    @Override
    // The one form of loadMetadata that all of Spark 3.5 to 4.1 have.
    @SuppressWarnings("deprecation")
    public T load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader.loadMetadata(path, sc(), type.getName());
        T instance = make.apply(metadata.uid(), posterior(path));
        try {
            metadata.getAndSetParams(instance, Option.empty());
        } catch (NoSuchElementException e) {
            throw new CorruptModelException("model: has a Param that this version does not know: path=" + path
                    + " class=" + type.getSimpleName() + " cause=\"" + e.getMessage()
                    + "\"; a newer Elbo4j wrote it, update yours");
        }
        return instance;
    }

    private Optional<TrainedModel<?>> posterior(String path) {
        HadoopFolder folder = HadoopFolder.of(path, sc().hadoopConfiguration()).inside(PosteriorWriter.FOLDER);
        try {
            return needed || folder.exists()
                    ? Optional.of(ModelFolder.read(folder, TrainedModelCodec.INSTANCE))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "model: cannot be read: path=" + path + " cause=\"" + e.getMessage()
                            + "\"; check the address and your rights",
                    e);
        }
    }
}
