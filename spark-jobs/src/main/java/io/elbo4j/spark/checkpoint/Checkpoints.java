package io.elbo4j.spark.checkpoint;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.ModelFolder;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.models.TrainedModelCodec;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.HadoopFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checkpoints of one run, a folder each: {@code round-<n>/model}, a model like any other, and {@code round-<n>/journey}. All
 * is written where it stays, and the small {@code journey/manifest.json} comes last: a checkpoint that has it is whole, on
 * file systems too whose rename is not atomic.
 *
 * @param folder that holds them
 */
public record Checkpoints(HadoopFolder folder) {

    private static final Pattern NAME = Pattern.compile("round-([0-9]{9})");

    /** A checkpoint that can be read, and the data that it was made with. */
    public record Found(Reached<?> reached, String dataHash) {

        /**
         * That data are those that it was made with.
         *
         * @param hash of their rows
         */
        public void requireData(String hash) {
            if (!hash.equals(dataHash)) {
                throw new DataException("resume: training data have changed: checkpointHash=" + dataHash + " dataHash="
                        + hash + "; give it the data of before, or train anew");
            }
        }
    }

    /**
     * Writes one, and deletes all but the newest and the best.
     *
     * @param dataHash of the training rows
     * @param keep how many of the newest stay
     * @throws IOException when it cannot be written; nothing is left of it then, and those before it stay
     */
    public void write(Reached<?> reached, String dataHash, int keep) throws IOException {
        HadoopFolder own = folder.inside(name(reached.model().round()));
        own.deleteAll();
        try {
            HadoopFolder model = own.inside("model");
            model.make();
            String checksum = ModelFolder.write(
                    model, TrainedModelCodec.INSTANCE, reached.model(), Map.copyOf(reached.heldOut()));
            HadoopFolder journey = own.inside("journey");
            journey.make();
            Map<String, Object> outline = new LinkedHashMap<>();
            reached.heldOutLoss().ifPresent(loss -> outline.put("heldOutLoss", loss));
            ModelFolder.write(journey, Journey.AsParts.CODEC, Journey.of(reached, checksum, dataHash), outline);
        } catch (IOException | RuntimeException e) {
            discard(own, e);
            throw e;
        }
        prune(reached.model().round(), keep);
    }

    private static void discard(HadoopFolder torn, Exception reason) {
        try {
            torn.deleteAll();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Whether one was begun, whole or not. */
    public boolean any() throws IOException {
        return !rounds().isEmpty();
    }

    /**
     * The newest that is whole.
     *
     * @param damaged is told of each newer one that is not
     * @return nothing where there are none, or a torn one alone: a process was ended at its first
     * @throws CorruptModelException where there are several, and none is whole
     */
    public Optional<Found> newest(Consumer<String> damaged) throws IOException {
        List<Integer> newestFirst = new ArrayList<>(rounds());
        newestFirst.sort(Comparator.reverseOrder());
        for (int round : newestFirst) {
            try {
                return Optional.of(read(round));
            } catch (CorruptModelException e) {
                damaged.accept("checkpoint: damaged: checkpoint=" + name(round) + " cause=\"" + e.getMessage()
                        + "\"; what was before it is taken");
            }
        }
        if (newestFirst.size() > 1) {
            throw new CorruptModelException("checkpoint: none is whole: folder=" + folder.path() + " damaged="
                    + newestFirst.size() + "; train again with --force");
        }
        return Optional.empty();
    }

    private Found read(int round) {
        HadoopFolder own = folder.inside(name(round));
        Journey journey = ModelFolder.read(own.inside("journey"), Journey.AsParts.CODEC);
        HadoopFolder modelFolder = own.inside("model");
        TrainedModel<?> model = ModelFolder.read(modelFolder, TrainedModelCodec.INSTANCE);
        String sha256 = ModelFolder.manifest(modelFolder).sha256();
        if (journey.round() != round || model.round() != round || !sha256.equals(journey.modelSha256())) {
            throw new CorruptModelException("checkpoint: parts of different checkpoints: checkpoint=" + name(round)
                    + " journeyRound=" + journey.round() + " modelRound=" + model.round()
                    + "; its files were mixed up, train again or take another");
        }
        return new Found(journey.with(model), journey.dataHash());
    }

    /** Those of later rounds are of a past that was left behind when an older one was taken. */
    private void prune(int newest, int keep) throws IOException {
        List<Integer> whole = new ArrayList<>();
        for (int round : rounds()) {
            if (round <= newest && folder.inside(name(round)).has("journey/manifest.json")) {
                whole.add(round);
            }
        }
        List<Integer> stay = new ArrayList<>(whole.subList(Math.max(0, whole.size() - keep), whole.size()));
        best(whole).ifPresent(stay::add);
        for (int round : rounds()) {
            if (!stay.contains(round)) {
                folder.inside(name(round)).deleteAll();
            }
        }
    }

    /** Deletes all but the best. */
    public void keepBest() throws IOException {
        List<Integer> rounds = rounds();
        Optional<Integer> best = best(rounds);
        if (best.isEmpty()) {
            folder.deleteAll();
            return;
        }
        for (int round : rounds) {
            if (round != best.get()) {
                folder.inside(name(round)).deleteAll();
            }
        }
    }

    /** Of equals the latest. */
    private Optional<Integer> best(List<Integer> rounds) {
        double least = Double.POSITIVE_INFINITY;
        Optional<Integer> best = Optional.empty();
        for (int round : rounds) {
            double loss = heldOutLoss(round);
            if (loss <= least && loss < Double.POSITIVE_INFINITY) {
                least = loss;
                best = Optional.of(round);
            }
        }
        return best;
    }

    private double heldOutLoss(int round) {
        try {
            Object loss = ModelFolder.manifest(folder.inside(name(round)).inside("journey"))
                    .provenance()
                    .get("heldOutLoss");
            return loss instanceof Number number ? number.doubleValue() : Double.POSITIVE_INFINITY;
        } catch (CorruptModelException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** In order. */
    private List<Integer> rounds() throws IOException {
        List<Integer> rounds = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                rounds.add(Integer.parseInt(matcher.group(1)));
            }
        }
        return rounds;
    }

    private static String name(int round) {
        return String.format(Locale.ROOT, "round-%09d", round);
    }
}
