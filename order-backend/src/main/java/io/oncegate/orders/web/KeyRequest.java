package io.oncegate.orders.web;

import io.oncegate.edge.FieldFault;
import io.oncegate.orders.DedupKey;
import io.oncegate.orders.Parsed;
import java.util.List;
import java.util.function.Function;
import org.springframework.util.MultiValueMap;

/**
 * Under which key an order is looked for, as it came.
 *
 * @param parameters all parameters; the key goes alone, for it names one order or none
 */
record KeyRequest(MultiValueMap<String, String> parameters) {

    static final String PARAMETER = "dedupKey";

    /** What the request wants, or what is at fault. */
    <T> T read(Function<DedupKey, T> key, Function<List<FieldFault>, T> faulty) {
        return parse().fold(key, fault -> faulty.apply(List.of(new FieldFault(PARAMETER, fault))));
    }

    private Parsed<DedupKey> parse() {
        List<String> keys = parameters.getOrDefault(PARAMETER, List.of());
        if (keys.size() != 1 || parameters.containsKey("limit") || parameters.containsKey("after")) {
            return new Parsed.Invalid<>("must be given once, without limit and after");
        }
        return DedupKey.parse(keys.get(0));
    }
}
