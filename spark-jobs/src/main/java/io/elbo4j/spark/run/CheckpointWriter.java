package io.elbo4j.spark.run;

import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spec.CheckpointSpec;
import java.io.IOException;
import java.util.function.Consumer;

/** The checkpoints of a training, written when they are due. */
final class CheckpointWriter {

    private final TrainingOutput out;
    private final String dataHash;
    private final CheckpointSpec when;
    private final Consumer<String> note;
    private int newest;
    private long writtenAt = System.nanoTime();

    /**
     * Of a training.
     *
     * @param dataHash of its rows
     * @param start what the newest checkpoint holds
     * @param note is told what cannot be written
     */
    CheckpointWriter(TrainingOutput out, String dataHash, Reached<?> start, Consumer<String> note) {
        this.out = out;
        this.dataHash = dataHash;
        this.when = start.model().spec().checkpoint();
        this.note = note;
        this.newest = start.model().round();
    }

    /** Round of the newest one. */
    int newest() {
        return newest;
    }

    /** Whether there is to be one after this round. */
    boolean due(int round) {
        boolean byRounds = when.everyRounds() > 0 && round % when.everyRounds() == 0;
        boolean byClock = when.everyMinutes() > 0 && (System.nanoTime() - writtenAt) * 1e-9 >= when.everyMinutes() * 60;
        return byRounds || byClock;
    }

    /** Keeps what would be lost, where checkpoints are wanted at all. */
    void rescue(Reached<?> reached) {
        if (when.wanted() && reached.model().round() > newest) {
            write(reached);
        }
    }

    /** One that cannot be written costs no training: the next one may. */
    void write(Reached<?> reached) {
        int round = reached.model().round();
        writtenAt = System.nanoTime();
        try {
            out.checkpoint(reached, dataHash, when.keep());
            newest = round;
        } catch (IOException | RuntimeException e) {
            note.accept("checkpoint: cannot be written: round=" + round + " newest=" + newest + " cause=\""
                    + e.getMessage() + "\"; going on, look at the space and the rights of the output folder");
        }
    }
}
