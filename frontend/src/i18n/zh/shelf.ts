export default {
  title: '搁置', lead: '搁置的预警不响铃、不呼叫，到期自动恢复为待处置。最多搁置 8 小时。', back: '返回预警记录',
  count: '已搁置 {count}',
  empty: '没有搁置的预警。带班领导或指挥长可在监看页按 S 搁置选中的预警。',
  until: '搁置至', left: '剩余', reason: '搁置原因', by: '搁置人', planned: '按已知作业计划',
  unshelve: '取消搁置', unshelveAsk: '取消搁置“{name}”？它会立即恢复为待处置并重新响铃。', unshelved: '已取消搁置',
  action: '搁置', forHow: '搁置多久', why: '搁置原因（必填）', go: '搁置', minutes: '{value} 分钟', hours: '{value} 小时',
  plans: '已知作业计划', plansLead: '计划时段内，符合条件的Ⅲ、Ⅳ级新预警一发出就被搁置。Ⅰ、Ⅱ级从不按计划搁置。计划最长 7 天，到期自动失效。',
  noPlans: '没有计划。', addPlan: '添加计划', covers: '范围', everything: '不限', zone: '区域', starts: '开始', ends: '结束',
  now: '生效中', later: '{left}后开始', madeBy: '制定人', cancelPlan: '取消计划', cancelAsk: '取消计划“{name}”？已按它搁置的预警保持搁置，直到到期或被取消搁置。', cancelled: '计划已取消',
  made: '计划已添加', needOne: '请至少指定一项范围', needTimes: '请填写开始和结束时间', needReason: '请填写原因', readOnly: '只有带班领导和指挥长可以搁置或制定计划。',
}
