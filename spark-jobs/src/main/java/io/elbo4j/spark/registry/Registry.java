package io.elbo4j.spark.registry;

import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The folder.
 *
 * @param folder where it is
 */
public record Registry(HadoopFolder folder) {

    private static final String JOURNAL = "journal";
    private static final String VERSIONS = "versions";
    private static final String WORK = "work";
    private static final String NUMBER = "%06d";
    private static final String ENTRY = "\\d{6,9}\\.json";

    /** A registry that is there, or will be with its first entry. */
    public static Registry at(String uri, Configuration configuration) {
        return new Registry(HadoopFolder.of(uri, configuration));
    }

    /** Whether the folder is a registry. */
    public boolean exists() throws IOException {
        return folder.has(JOURNAL);
    }

    /**
     * Throws unless the folder is a registry.
     *
     * @throws SpecException naming it
     */
    public void require() throws IOException {
        if (!exists()) {
            throw new SpecException("registry: none there: registry=" + folder.path()
                    + "; elbo4j retrain makes it with the first batch");
        }
    }

    /** All decisions so far. */
    public Journal journal() throws IOException {
        HadoopFolder journal = folder.inside(JOURNAL);
        List<Entry> entries = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        int last = 0;
        for (String name : journal.names()) {
            if (!name.matches(ENTRY)) {
                continue;
            }
            int number = Integer.parseInt(name.substring(0, name.indexOf('.')));
            last = Math.max(last, number);
            Optional<Entry> entry = read(journal, name).filter(found -> found.number() == number);
            entry.ifPresentOrElse(entries::add, () -> damaged.add(name));
        }
        entries.sort(java.util.Comparator.comparing(Entry::number));
        return new Journal(List.copyOf(entries), List.copyOf(damaged), last + 1);
    }

    private static Optional<Entry> read(HadoopFolder journal, String name) throws IOException {
        try (InputStream in = journal.open(name)) {
            return Entry.of(in.readNBytes(MOST_BYTES));
        }
    }

    private static final int MOST_BYTES = 1 << 20;

    /**
     * Takes a decision.
     *
     * @throws ConflictException when its number is taken; then nothing was changed
     */
    public void commit(Entry entry) throws IOException {
        HadoopFolder journal = folder.inside(JOURNAL);
        journal.make();
        if (!JournalFile.create(journal, String.format(NUMBER, entry.number()) + ".json", entry.bytes())) {
            throw new ConflictException("registry: another job was faster: registry=" + folder.path() + " entry="
                    + entry.number() + "; nothing was changed, run it again");
        }
    }

    /** The run folder of a version. */
    public HadoopFolder version(String id) {
        return folder.inside(VERSIONS).inside(id);
    }

    /** The model of a version. */
    public HadoopFolder model(String id) {
        return version(id).inside("model");
    }

    /** A folder of this job alone, for the version that decision {@code number} will be about. */
    public HadoopFolder work(int number) throws IOException {
        HadoopFolder work = folder.inside(WORK);
        work.make();
        return work.inside(String.format(NUMBER, number) + "-" + JournalFile.uniqueName());
    }

    /** Moves a finished run among the versions. A version is named after what it was made of, so one that is there stays. */
    public void keep(HadoopFolder finished, String id) throws IOException {
        folder.inside(VERSIONS).make();
        if (version(id).has("metrics.json")) {
            finished.deleteAll();
            return;
        }
        version(id).deleteAll();
        finished.moveTo(version(id));
    }

    /** Throws away what jobs left that never came to a decision and no longer can. */
    public void tidy(int number) throws IOException {
        HadoopFolder work = folder.inside(WORK);
        for (String name : work.names()) {
            if (name.compareTo(String.format(NUMBER, number)) < 0) {
                work.inside(name).deleteAll();
            }
        }
    }
}
