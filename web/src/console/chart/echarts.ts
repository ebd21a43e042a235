// Of ECharts only what is drawn here: lines on a canvas. A chunk of its own, fetched by who opens a chart.
import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])
export { init }
export type { EChartsType } from 'echarts/core'
