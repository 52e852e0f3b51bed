package io.elbo4j.program;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How lanes lie one after the other: particles outermost, then branches, then plates in order of nesting.
 *
 * @param particles S
 * @param families 1, and one for each counterpart of a measure-valued number; the first is what was drawn
 * @param combinations of the values of what is enumerated
 * @param plates from the outermost in
 */
record LaneShape(int particles, int families, int combinations, List<Plate> plates) {

    /**
     * Members that are independent given what is outside.
     *
     * @param rows whether they are rows of the minibatch
     */
    record Plate(String name, int size, boolean rows) {}

    LaneShape {
        plates = List.copyOf(plates);
    }

    /** L. */
    int lanes() {
        int lanes = Math.multiplyExact(Math.multiplyExact(particles, families), combinations);
        for (Plate plate : plates) {
            lanes = Math.multiplyExact(lanes, plate.size());
        }
        return lanes;
    }

    /** Lanes of one particle and branch. */
    int members() {
        return lanes() / (particles * families * combinations);
    }

    LaneShape inside(Plate plate) {
        List<Plate> nested = new ArrayList<>(plates);
        nested.add(plate);
        return new LaneShape(particles, families, combinations, nested);
    }

    /** Whether the other is this one or lies inside it. */
    boolean encloses(LaneShape other) {
        int depth = plates.size();
        return other.plates.size() >= depth && other.plates.subList(0, depth).equals(plates);
    }

    /** The key of each lane; branches share theirs. */
    Key[] keys(Key key, long[] rowNumbers) {
        Key[] keys = new Key[particles];
        Arrays.setAll(keys, particle -> key.fold(particle));
        keys = eachRepeated(keys, families * combinations);
        for (Plate plate : plates) {
            Key[] nested = new Key[keys.length * plate.size()];
            for (int i = 0; i < nested.length; i++) {
                int member = i % plate.size();
                nested[i] = keys[i / plate.size()].fold(plate.rows() ? rowNumbers[member] : member);
            }
            keys = nested;
        }
        return keys;
    }

    private static Key[] eachRepeated(Key[] keys, int times) {
        Key[] repeated = new Key[keys.length * times];
        Arrays.setAll(repeated, i -> keys[i / times]);
        return repeated;
    }
}
