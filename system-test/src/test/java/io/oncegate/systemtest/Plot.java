package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tools.jackson.databind.JsonNode;

/** A picture of what Prometheus answers for a span of time. Needs fonts, and so is drawn for the page only. */
final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;

    private Plot() {}

    /**
     * Draws one into {@code docs/}.
     *
     * @param result of a range query, a series for each set of labels
     * @param label tells the series apart
     * @return the picture's file name
     */
    static String draw(String name, String title, String unit, String label, JsonNode result) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("seconds")
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        series(label, result).forEach((series, points) -> chart.addSeries(
                        series,
                        points.stream().map(point -> point[0]).toList(),
                        points.stream().map(point -> point[1]).toList())
                .setMarker(SeriesMarkers.NONE));
        String file = name + ".svg";
        VectorGraphicsEncoder.saveVectorGraphic(
                chart, Installation.find().root().resolve("docs").resolve(file).toString(), VectorGraphicsFormat.SVG);
        return file;
    }

    private static Map<String, List<double[]>> series(String label, JsonNode result) {
        double start = Double.MAX_VALUE;
        for (JsonNode series : result) {
            start = Math.min(start, series.get("values").get(0).get(0).asDouble());
        }
        Map<String, List<double[]>> all = new LinkedHashMap<>();
        for (JsonNode series : result) {
            List<double[]> points = new ArrayList<>();
            for (JsonNode value : series.get("values")) {
                double number = value.get(1).asString().equals("NaN")
                        ? 0
                        : Double.parseDouble(value.get(1).asString());
                points.add(new double[] {value.get(0).asDouble() - start, number});
            }
            all.put(series.get("metric").get(label).asString(), points);
        }
        return all;
    }
}
