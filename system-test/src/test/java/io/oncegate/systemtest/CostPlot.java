package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A picture of what requests of 1 KB cost, process by process. Needs fonts, and so is drawn for the page only. */
final class CostPlot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final List<String> SHOWN =
            List.of("bare, 1 KB", "first request, 1 KB", "replay, 1 KB", "mismatch, 1 KB", "15 of 16 wait, 1 KB");

    private CostPlot() {}

    /** Draws {@code docs/performance.svg}. */
    static void draw(CostTable costs) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("What one request takes")
                .yAxisTitle("µs of CPU")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setStacked(true);
        List<Load> loads = costs.loads().stream()
                .filter(load -> SHOWN.contains(load.name()))
                .toList();
        if (loads.isEmpty()) {
            return;
        }
        add(chart, "gateway", costs, loads, Slice::gatewayMicros);
        add(chart, "Redis", costs, loads, Slice::redisMicros);
        add(chart, "service", costs, loads, Slice::upstreamMicros);
        try {
            String file =
                    Installation.find().root().resolve("docs/performance.svg").toString();
            VectorGraphicsEncoder.saveVectorGraphic(chart, file, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(
            CategoryChart chart, String name, CostTable costs, List<Load> loads, ToDoubleFunction<Slice> figure) {
        chart.addSeries(
                name,
                loads.stream().map(load -> load.name().replace(", 1 KB", "")).toList(),
                loads.stream().map(load -> costs.median(load, figure)).toList());
    }
}
