package io.oncegate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.http.HttpHeaders;

/**
 * Goes over header fields as they are held. What the framework has for it first makes sure that no name comes twice, in
 * a set of its own and with a look-up for each name, which cost a tenth of a first request.
 */
final class Fields {

    private Fields() {}

    /** A copy that may be changed. */
    static HttpHeaders copy(HttpHeaders headers) {
        HttpHeaders copy = new HttpHeaders();
        each(headers, (name, values) -> copy.put(name, new ArrayList<>(values)));
        return copy;
    }

    @SuppressWarnings("removal") // the only way to what is held, in 7.0 and 7.1
    static void each(HttpHeaders headers, BiConsumer<String, List<String>> action) {
        if (headers.getClass().getPackage() != HttpHeaders.class.getPackage()) {
            // a firewall's look at each value that is taken from them, which must not be gone around
            headers.forEach(action);
            return;
        }
        for (Map.Entry<String, List<String>> field : headers.asMultiValueMap().entrySet()) {
            action.accept(field.getKey(), field.getValue());
        }
    }
}
