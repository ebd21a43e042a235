import '../base/base.css'
import './field.css'
import './report/report.css'
import './own/own.css'
import '../base/theme'
import './large_type'
import { createApp } from 'vue'
import { start } from './app'
import FieldFrame from './FieldFrame.vue'
import { begin_worker } from './installed'

void start()
createApp(FieldFrame).mount('#app')
begin_worker()
