package io.elbo4j.program;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which latents need branches, found out by a first run of the guide: addresses with their share of the branches.
 *
 * @param shares by address
 * @param families 1 + numbers of all measure-valued draws
 * @param combinations product of the numbers of values of all that is enumerated
 */
record Branches(Map<String, Share> shares, int families, int combinations) {

    /** Nothing needs any. */
    static final Branches NONE = new Branches(Map.of(), 1, 1);

    /** More lanes for a particle and row than anyone can want. */
    private static final int MOST = 1 << 14;

    /**
     * Of one latent.
     *
     * @param first number of its first family
     * @param families how many it has
     * @param stride combinations between one of its values and the next
     * @param outcomes how many values it has
     */
    record Share(int first, int families, int stride, int outcomes) {

        static final Share NONE = new Share(0, 0, 1, 1);

        /** Which value it takes in a combination. */
        int outcome(int combination) {
            return combination / stride % outcomes;
        }
    }

    Share share(String address) {
        return shares.getOrDefault(address, Share.NONE);
    }

    /** With one more latent, of this many families and outcomes. */
    Branches with(String address, int moreFamilies, int outcomes) {
        Map<String, Share> more = new LinkedHashMap<>(shares);
        more.put(address, new Share(families, moreFamilies, combinations, outcomes));
        if ((double) (families + moreFamilies) * combinations * outcomes > MOST) {
            throw new IllegalArgumentException("enumeration: too many branches: address=" + address + " branches="
                    + (double) (families + moreFamilies) * combinations * outcomes + " most=" + MOST
                    + "; use a score function for some latents");
        }
        return new Branches(more, families + moreFamilies, combinations * outcomes);
    }
}
